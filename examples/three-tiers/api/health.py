"""Asks the API in this container whether it reaches its database; fails unless it does."""

import urllib.request

urllib.request.urlopen("http://127.0.0.1:8000/health", timeout=2)
