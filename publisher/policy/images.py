"""Pictures without hidden data: apply the orientation, copy the pixels, drop everything else. Refuses what cannot be
read."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from publisher.domain.errors import Refusal
from publisher.domain.sentences import say

LARGEST_PIXELS = 50_000_000
_FORMATS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "GIF": "PNG", "BMP": "PNG", "TIFF": "PNG"}
_MODES = {"JPEG": ("L", "RGB"), "PNG": ("L", "LA", "RGB", "RGBA"), "WEBP": ("RGB", "RGBA")}


def clean_image(raw: bytes) -> tuple[bytes, str]:
    """The picture as JPEG, PNG or WebP without comments, EXIF, profiles or further frames, and its MIME type.

    Raises Refusal when it is no picture Pillow can open, or is larger than `LARGEST_PIXELS`.
    """
    try:
        with Image.open(io.BytesIO(raw)) as opened:
            kind = _FORMATS.get(opened.format or "")
            if kind is None:
                raise Refusal(
                    say("Pictures of the kind {kind} are not taken; use JPEG, PNG or WebP.", kind=opened.format)
                )
            if opened.width * opened.height > LARGEST_PIXELS:
                raise Refusal(say("The picture has more than {limit} pixels; make it smaller.", limit=LARGEST_PIXELS))
            upright = ImageOps.exif_transpose(opened)
            has_alpha = "A" in upright.getbands() or "transparency" in upright.info
            mode = upright.mode if upright.mode in _MODES[kind] else "RGBA" if has_alpha and kind != "JPEG" else "RGB"
            pixels = upright.convert(mode)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refusal(say("This file is not a picture that can be opened; nothing of it was kept.")) from None
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    out = io.BytesIO()
    bare.save(out, format=kind, **({"quality": 90} if kind != "PNG" else {"optimize": True}))
    return out.getvalue(), f"image/{kind.lower()}"
