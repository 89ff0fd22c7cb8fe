"""The panels that screens must fit on."""

SIZES = [
    (128, 32),
    (128, 48),
    (128, 64),
    (128, 80),
    (128, 96),
    (128, 128),
    (256, 32),
    (256, 48),
    (256, 64),
    (256, 128),
]
"""Every size, as it is mounted, of luma.oled's panels that are not too small."""
