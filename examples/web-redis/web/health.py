"""Asks the page in this container whether it reaches redis; fails unless it does."""

import urllib.request

urllib.request.urlopen("http://127.0.0.1:4567/health", timeout=2)
