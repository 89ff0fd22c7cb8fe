"""One physical panel: screens in, bytes out, and no surprise when it is not there.

What a panel holds is an assumption. It ends with any error and with any initialisation; but a
panel may also lose its power for a moment between two writes, and raise no error. It then
acknowledges, shows nothing, and its RAM is noise. Two ways lead back to the picture within 2 s
(design, 5):

- Where the status byte can be believed (`statusbyte`), it is read after whatever was sent. It
  says "off" after a reset, and only `_begin` switches on. So as long as it says "on", everything
  sent since it was switched on has arrived at a panel that was alive throughout. What was sent
  before that counts for nothing: the first frame after switching on is sent whole once more.
- Everywhere else, each second brings initialisation, whole frame and switching on, error or not.
  One whose answer only failed for a while is asked to prove itself again every two minutes.

Against upsets that no status tells of, whole frame and initialisation come every two minutes, too.
"""

from contextlib import suppress

import luma.core.error
from PIL import Image

from station.core.screen import Light, Screen
from station.drawing.frame import draw
from station.drawing.lettering import FontMissingError
from station.hardware.i2cbus import Bus, ProbedBus
from station.hardware.luma_device import Changing, Wire, built, refusal, without_switching
from station.hardware.statusbyte import StatusByte
from station.machine.pace import after_you

SHIFTS_TO_RENEW = 2
"""Each minute the contents shift, and half of the frame is to be sent anyway: every other time it
is sent whole, and the initialisation with it."""
RENEWAL = 125_000
"""Milliseconds after which that happens in any case. The 5 s let the shift come first."""
BLIND_RENEWAL = 1_000
"""The same, where the status byte is not believed: some 1,080 bytes each time."""
CONTRAST = {Light.BRIGHT: 0xFF, Light.DIM: 0x10, Light.BLANK: 0xFF}
"""Of 255. The one pixel of BLANK is to be found from across the room."""


class PanelLost(OSError):  # noqa: N818 - the design's own word for it
    """The panel did not take what was sent. `errno` and `strerror` as the bus gave them."""


class Panel:
    """One panel at an address of a bus. It has no thread and no clock: time is an argument.

    Building it sends nothing: the panel may be absent. Raises ValueError for a panel that
    `refusal` refuses.
    """

    def __init__(
        self, driver: str, width: int, height: int, rotate: int, *, address: int, bus: Bus
    ) -> None:
        reason = refusal(driver, width, height, rotate)
        if reason is not None:
            raise ValueError(reason)
        self.name = f"{driver} at 0x{address:02X}"
        self.address = address
        self._bus = bus
        self._probed = bus if isinstance(bus, ProbedBus) else None
        payloads: list[bytes] = []
        wire = Wire(payloads.append)
        self._device = built(driver, width, height, rotate, wire)
        self._initialisation = tuple(without_switching(payloads))
        wire.send = self._write
        self._status = StatusByte(address, bus)
        self.size: tuple[int, int] = self._device.size
        """Width and height of what is drawn, in px, turned as the panel is mounted."""
        self._turns = rotate
        self._screen: Screen | None = None
        self._frame = Image.new("1", self.size)
        self._contrast: int | None = None
        self._renewed: int | None = None
        """When it was last initialised; None if nothing is known of it."""
        self._confirmed = False
        """Whether all that is assumed was sent since it was switched on."""
        self._proved = 0
        """When it last could show that its status is to be believed."""
        self._shift = 0
        """How the contents stood when it was last initialised."""
        self._life = 0
        """Which of its lives that was, on a probed bus."""
        self._kept: tuple[Screen, int] | None = None

    @property
    def status_believed(self) -> bool:
        """Whether it can say that it was reset: only changes are then sent. Known once it shows."""
        return self._status.believed

    def show(self, screen: Screen, now: int) -> None:
        """Draw and send what is to be sent. Raises PanelLost if the panel did not take it.

        The first frame, and the first after a failure, comes with the panel dark while it is
        initialised and filled, so that nobody sees what its RAM held. `now` in ms.
        """
        if screen != self._screen:
            self._draw(screen)
        self._show_frame(screen.light, screen.shift, now)

    def show_picture(self, picture: Image.Image, now: int) -> None:
        """Do as `show`, with a picture of `size` in mode "1" that somebody else has drawn."""
        self._screen, self._frame = None, picture
        self._show_frame(Light.BRIGHT, self._shift, now)

    def _draw(self, screen: Screen) -> None:
        """Draw it, or go dark: a countdown that stands still is worse than none."""
        try:
            self._frame = draw(screen, self.size)
        except Exception as error:
            self._screen = self._renewed = None
            with suppress(OSError, luma.core.error.Error):
                self._device.hide()
            if isinstance(error, FontMissingError):  # alarms sound: a panel is lost, not a station
                raise PanelLost(None, f"{self.name}: {error}") from error
            raise
        self._screen = screen

    def _show_frame(self, light: Light, shift: int, now: int) -> None:
        self._kept = None
        after_you()
        known, self._renewed = self._renewed, None  # nothing is, until all of it was taken
        try:
            self._send(CONTRAST[light], shift, known, now)
        except OSError as error:
            raise PanelLost(error.errno, f"{self.name}: {error.strerror or error}") from error
        except luma.core.error.Error as error:
            raise PanelLost(None, f"{self.name}: {error}") from error

    def keep(self, screen: Screen, now: int) -> None:
        """Do as `show`, but draw and send only once somebody wants the picture.

        Raises PanelLost when `show` would, and TypeError if the bus cannot be asked.
        """
        if self._probed is None:
            raise TypeError(f"{self.name}: its bus cannot be asked who answers")
        if self._renewed is None or not self._alive():
            self.show(screen, now)
            return
        if not self._status.believed and now - self._renewed >= BLIND_RENEWAL:
            self._renewed = now
        self._kept = screen, now

    def picture(self) -> Image.Image:
        """What eyes see on the panel, upright; mode "1". Only a probed bus can tell, else black.

        Where the controller's bytes cannot be read, it is the last frame that it took.
        """
        if self._probed is None:
            return Image.new("1", self.size)
        alive = self._alive()
        if self._kept is not None and alive:
            self.show(*self._kept)
        seen = self._probed.picture(self.address)
        if seen is not None:
            return seen.rotate(90 * self._turns, expand=True)
        return self._frame if alive else Image.new("1", self.size)

    def _alive(self) -> bool:
        """On a probed bus: it answers, and has not lost its power since it was initialised."""
        bus, at = self._probed, self.address
        return bus is not None and bus.answers(at) and bus.lives(at) == self._life

    def _stale(self, shift: int, renewed: int, now: int) -> bool:
        if not self._status.believed:
            return now - renewed >= BLIND_RENEWAL
        return now - renewed >= RENEWAL or abs(shift - self._shift) >= SHIFTS_TO_RENEW

    def _send(self, contrast: int, shift: int, renewed: int | None, now: int) -> None:
        """Send what is to be sent; `renewed` is when the panel was last initialised."""
        if renewed is not None:
            believed = self._status.believed
            whole = self._stale(shift, renewed, now) or (believed and not self._confirmed)
            self._fill(contrast, whole=whole)
            if whole and not believed:
                self._device.show()
                self._prove_again(now)
            off = believed and self._status.off()
            if believed and not self._status.believed:  # nobody answers: is anybody there?
                self._device.contrast(contrast)
            if not off:
                self._confirmed = believed  # a proof just made says nothing of what came before
                if whole:
                    self._shift = shift
                self._renewed = now if whole else renewed
                return
        self._begin(contrast)
        self._renewed, self._shift, self._proved = now, shift, now

    def _begin(self, contrast: int) -> None:
        """From nothing: dark while it is filled, then switched on, and asked whether it says so."""
        self._device.hide()
        self._fill(contrast, whole=True)
        self._switch_on()

    def _prove_again(self, now: int) -> None:
        """Now and then, a panel that is not believed has another chance: dark for some ms."""
        if now - self._proved >= RENEWAL and isinstance(self._device, Changing):
            self._proved = now
            self._device.hide()
            self._switch_on()

    def _switch_on(self) -> None:
        self._confirmed = False
        watched = isinstance(self._device, Changing)
        if watched:
            self._status.watch_off()
        self._device.show()
        if watched:
            self._status.watch_on()

    def _fill(self, contrast: int, *, whole: bool) -> None:
        """Send the frame; `whole`, with the initialisation, or else what changed, if luma can."""
        lives = 0 if self._probed is None else self._probed.lives(self.address)
        if whole:
            for payload in self._initialisation:
                self._write(payload)
            if isinstance(self._device, Changing):
                self._device.forget()
        if whole or contrast != self._contrast:
            self._device.contrast(contrast)
        self._device.display(self._frame.convert(self._device.mode))
        self._contrast = contrast
        if whole:
            self._life = lives

    def _write(self, payload: bytes) -> None:
        self._bus.write(self.address, payload)
