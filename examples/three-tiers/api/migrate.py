"""Brings the tables up to date: each step once, in order, and remembered in the database itself."""

from database import connect

STEPS = [
    "CREATE TABLE notes (id serial PRIMARY KEY, text text NOT NULL)",
    "ALTER TABLE notes ADD COLUMN written timestamptz NOT NULL DEFAULT now()",
]

with connect() as connection, connection.cursor() as cursor:
    # Of two that run at once, one waits.
    cursor.execute("SELECT pg_advisory_xact_lock(1)")
    cursor.execute("CREATE TABLE IF NOT EXISTS steps (number int PRIMARY KEY)")
    cursor.execute("SELECT coalesce(max(number), 0) FROM steps")
    done = cursor.fetchone()[0]
    for number, step in enumerate(STEPS[done:], start=done + 1):
        cursor.execute(step)
        cursor.execute("INSERT INTO steps VALUES (%s)", (number,))
        print(f"step {number} done")
print("the tables are up to date")
