"""The WSGI entry point: `gunicorn app:app`, `flask --app app …`."""

from eventsapp import create_app

app = create_app()
