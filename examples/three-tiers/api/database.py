"""The way to the database. The password comes from a file, so that it is in no environment and no image."""

import os

import psycopg2


def connect():
    with open(os.environ["DB_PASSWORD_FILE"], encoding="utf-8") as file:
        password = file.read().strip()
    return psycopg2.connect(
        host=os.environ.get("DB_HOST", "db"), user="app", dbname="app", password=password, connect_timeout=3
    )
