"""What schemathesis cannot know of our media types: bytes are sent and read as they are."""

import schemathesis


@schemathesis.serializer("application/offset+octet-stream")
def send_bytes(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.deserializer("audio/ogg", "audio/webm", "image/jpeg")
def read_bytes(ctx, response):
    return response.content.decode("latin-1")
