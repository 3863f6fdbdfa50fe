"""A server in a data folder of its own, whose clock stands still: `python -m tests.pictures.server PORT`."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

from counterpoise import place


def main(port: int) -> None:
    place.make_data_folder()
    os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(sys.prefix) / "kernels"))  # compiled once for all runs
    from counterpoise.web.setup import opened

    opened()
    from django.utils import timezone

    from tests.pictures.record import MOMENT, written

    still = MOMENT.astimezone(dt.UTC)
    timezone.now = lambda: still
    from counterpoise.web import serving

    sockets = serving.listen(port)
    for person in written():
        for _language in range(2):
            print(serving.links(port, [person], still)[0][1], flush=True)
    serving.run(port, sockets)


if __name__ == "__main__":
    main(int(sys.argv[1]))
