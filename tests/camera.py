"""A camera for Chromium: a picture becomes the frames of a raw video, which the browser plays for ever.

YUV4MPEG2 (https://wiki.multimedia.cx/index.php/YUV4MPEG2) needs no encoder: a header, then planes of luma and chroma.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image

WIDTH, HEIGHT, RATE = 640, 480, 10
GREY = 230


def launch_arguments(video: Path) -> list[str]:
    """What makes Chromium take `video` for its camera, without asking anybody."""
    return [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={video}",
    ]


def _frame(picture: Image.Image | None, shift: int) -> bytes:
    canvas = Image.new("L", (WIDTH, HEIGHT), GREY)
    if picture is not None:
        canvas.paste(picture, ((WIDTH - picture.width) // 2 + shift, (HEIGHT - picture.height) // 2 + shift // 2))
    return b"FRAME\n" + canvas.tobytes() + bytes([128]) * (WIDTH * HEIGHT // 2)


def _fitted(png: bytes) -> Image.Image:
    picture = Image.open(BytesIO(png)).convert("L")
    picture.thumbnail((WIDTH - 120, HEIGHT - 60), Image.Resampling.LANCZOS)
    return picture


def film(video: Path, pictures: list[bytes], seconds_each: float = 2.0, seconds_between: float = 1.0) -> Path:
    """Write a film in which each PNG is held before the camera by a hand that moves a little, then taken away."""
    with video.open("wb") as out:
        out.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{RATE}:1 Ip A1:1 C420jpeg\n".encode())
        for png in pictures:
            picture = _fitted(png)
            for number in range(int(seconds_each * RATE)):
                out.write(_frame(picture, number % 5 * 3))
            for _number in range(int(seconds_between * RATE)):
                out.write(_frame(None, 0))
    return video


def seen_of(screenshot: bytes, box: dict[str, float], scale: float, around: float = 0.15) -> bytes:
    """What a phone's camera sees of a screen: the part of a screenshot that holds `box` (in the page's own pixels)."""
    picture = Image.open(BytesIO(screenshot))
    margin = max(box["width"], box["height"]) * around
    left, top = box["x"] - margin, box["y"] - margin
    right, bottom = box["x"] + box["width"] + margin, box["y"] + box["height"] + margin
    cut = [max(0, round(edge * scale)) for edge in (left, top, right, bottom)]
    out = BytesIO()
    picture.crop((cut[0], cut[1], min(cut[2], picture.width), min(cut[3], picture.height))).save(out, "PNG")
    return out.getvalue()
