"""The blueprints that the pages of this feature join."""

from eventsapp import audiences

organiser = audiences.organiser("organisations")
public = audiences.public("organisations")
platform = audiences.platform("organisations")
