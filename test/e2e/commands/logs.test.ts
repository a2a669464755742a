// What logs pass on: long lines, any bytes, terminals' output, from both of the engine's drivers; the part that is asked for; a
// reader that goes away; colours where they belong.
import { createHash } from 'node:crypto'
import {
  containerExited,
  eventually,
  exitCode,
  gantry,
  gantryWith,
  piped,
  prints,
  printsExactly,
  scenario,
  theme,
  warns,
} from '../dsl/index.ts'

const bytes = Buffer.from([...Array(256).keys(), 10])
const long = Buffer.from(`long-1  | ${'x'.repeat(900_000)}\nlong-1  | end\n`)
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')

theme('logs', () => {
  for (const driver of ['json-file', 'local']) {
    scenario(`long lines, both streams and lines without an end, by the driver ${driver}`, {
      stack: `
        x-log: &log { driver: ${driver} }
        services:
          long:
            image: gantry/tiny
            logging: *log
            command: ["sh", "-c", "head -c 900000 /dev/zero | tr '\\\\0' x; echo; echo end"]
          huge:
            image: gantry/tiny
            logging: *log
            command: ["sh", "-c", "head -c 5000000 /dev/zero | tr '\\\\0' y; echo; echo end"]
          bytes:
            image: gantry/tiny
            logging: *log
            command: ["sh", "-c", 'i=0; while [ $$i -lt 256 ]; do printf "\\\\$$(printf %03o $$i)"; i=$$((i+1)); done >/all; echo >>/all; cat /all']
          both:
            image: gantry/tiny
            logging: *log
            command: ["sh", "-c", "echo out; echo err >&2; printf open"]
          screen:
            image: gantry/tiny
            logging: *log
            tty: true
            command: ["sh", "-c", "echo one; echo two >&2"]
          five:
            image: gantry/tiny
            logging: *log
            command: ["sh", "-c", "for i in 1 2 3 4 5; do echo line $$i; done"]
      `,
      steps: [
        gantry('up -d'),
        eventually(
          ...['long', 'huge', 'bytes', 'both', 'screen', 'five'].map(name => containerExited(name, 0)),
        ),
        // A line of up to a megabyte is one line, although the engine keeps it in pieces. (With the driver local, 20.10 itself
        // drops such a line's end.)
        ...(driver === 'json-file'
          ? [piped('logs long', 'sha256sum', prints(sha256(long)))]
          : [piped('logs long', 'tr -cd x | wc -c', prints(/^900000$/m))]),
        // Longer ones are passed on before they end: memory stays flat.
        piped('logs --no-log-prefix huge', 'tr -cd y | wc -c', prints(/^5000000$/m)),
        ...(driver === 'json-file' ? [piped('logs huge', 'wc -l', prints(/^2$/m))] : []),
        // The driver json-file keeps text alone.
        ...(driver === 'local'
          ? [piped('logs --no-log-prefix bytes', 'sha256sum', prints(sha256(bytes)))]
          : []),
        gantry(
          'logs both',
          prints(/^both-1 {2}\| out$/m),
          prints(/^both-1 {2}\| err$/m),
          prints(/^both-1 {2}\| open$/m),
        ),
        gantry('logs --no-log-prefix screen', printsExactly('one\r\ntwo\r')),
        gantry('logs --no-log-prefix -n 2 five', printsExactly('line 4\nline 5')),
        gantry('logs --no-log-prefix --tail=0 five', printsExactly('')),
        gantry('logs --no-log-prefix --tail=-1 five', prints(/^(?:line \d\n){5}$/)),
        gantry(
          'logs --no-log-prefix -t -n 1 five',
          prints(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z line 5\n$/),
        ),
        gantry('logs --no-log-prefix --since 1h five', prints(/^(?:line \d\n){5}$/)),
        gantry('logs --no-log-prefix --since 2999-01-01T00:00:00Z five', printsExactly('')),
        gantry('logs --no-log-prefix --until 1h five', printsExactly('')),
        gantry('logs --no-log-prefix --since 1h --until 0s five', prints(/^(?:line \d\n){5}$/)),
        gantry('logs --since noon five', exitCode(1), warns('--since takes a timestamp or a duration')),
        // Nothing runs: following ends by itself.
        gantry('logs -f --no-log-prefix five', prints(/^(?:line \d\n){5}$/)),
      ],
    })
  }

  scenario('a reader that goes away ends them quietly; colours are where they belong', {
    stack: `
      services:
        much:
          image: gantry/tiny
          stop_grace_period: 0s
          command: ["sh", "-c", "seq 200000"]
        ticks:
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          command: ["sh", "-c", "while :; do echo tick; usleep 20000; done"]
    `,
    steps: [
      gantry('up -d'),
      eventually(containerExited('much', 0)),
      piped(
        'logs much',
        'head -1; sleep 0.1',
        printsExactly('much-1  | 1\ngantry ended with 0'),
        warns(/^$/),
      ),
      piped('logs -f ticks', 'head -1', printsExactly('ticks-1  | tick\ngantry ended with 0'), warns(/^$/)),
      gantry('logs -n 1 much', printsExactly('much-1  | 200000')),
      gantry('--ansi always logs -n 1 much', printsExactly('\x1b[36mmuch-1  | \x1b[39m200000')),
      gantry('--ansi always logs --no-color -n 1 much', printsExactly('much-1  | 200000')),
      gantryWith({ environment: { NO_COLOR: '1' } }, 'logs -n 1 much', printsExactly('much-1  | 200000')),
    ],
  })
})
