"""Pictures leave with their pixels and nothing else."""

import io

import pytest
from PIL import Image, PngImagePlugin

from publisher.domain.errors import Refusal
from publisher.policy.images import clean_image


def test_a_photo_loses_exif_comment_and_profile_and_stands_upright() -> None:
    photo = Image.new("RGB", (40, 20), "red")
    exif = photo.getexif()
    exif[0x0112], exif[0x010E] = 6, "Mary Jones, ward 3"
    raw = io.BytesIO()
    photo.save(raw, "JPEG", exif=exif, comment=b"bed 12", icc_profile=b"profile of the camera")
    cleaned, kind = clean_image(raw.getvalue())
    assert kind == "image/jpeg"
    assert not [word for word in (b"Mary", b"bed 12", b"camera", b"Exif") if word in cleaned]
    with Image.open(io.BytesIO(cleaned)) as again:
        assert again.size == (20, 40)
        assert not again.getexif()
        assert "comment" not in again.info
        assert "icc_profile" not in again.info


def test_a_drawing_loses_its_text_and_keeps_its_transparency() -> None:
    note = PngImagePlugin.PngInfo()
    note.add_text("Author", "Mary Jones")
    raw = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 255, 100)).save(raw, "PNG", pnginfo=note)
    cleaned, kind = clean_image(raw.getvalue())
    assert kind == "image/png"
    assert b"Mary" not in cleaned
    with Image.open(io.BytesIO(cleaned)) as again:
        assert again.getpixel((1, 1)) == (0, 0, 255, 100)


def test_what_was_behind_the_end_of_the_picture_is_gone() -> None:
    raw = io.BytesIO()
    Image.new("RGB", (8, 8)).save(raw, "PNG")
    assert b"hidden chat" not in clean_image(raw.getvalue() + b"hidden chat")[0]


@pytest.mark.parametrize(
    "raw", [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff\xe0broken"]
)
def test_what_cannot_be_opened_is_refused(raw: bytes) -> None:
    with pytest.raises(Refusal, match="not a picture"):
        clean_image(raw)
