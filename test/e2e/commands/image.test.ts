// gantry image: a service's image, any other, a saved one; the exit code that CI goes by; what is said of one that is not there.
import {
  docker,
  exitCode,
  gantry,
  gantryWith,
  given,
  prints,
  printsExactly,
  remove,
  scenario,
  theme,
  warns,
  write,
} from '../dsl/index.ts'

const stack = `
  services:
    web:
      image: $PROJECT-web
      build:
        context: .
        dockerfile_inline: |
          FROM scratch
          COPY four /a
          COPY six /a
          COPY four /d/b
          CMD ["/a"]
    cache:
      image: $PROJECT-nothing
`
const files = { four: 'x'.repeat(4000), six: 'x'.repeat(6000) }
const classic = { environment: { DOCKER_BUILDKIT: '0' } }
const builtAs = (name: string) => given('version', `rmi -f ${name}`)

theme('image', () => {
  // /a: 4000 and 6000, /d/b: 4000. Smallest 4000 + 4000, all 14000: 57.14 %. Wasted 10000 of 10000 above the base layer.
  scenario('layers, files and waste are told, and limits decide the exit code', {
    stack,
    files,
    steps: [
      builtAs('$PROJECT-web'),
      gantryWith(classic, 'build web'),
      gantry(
        'image web',
        prints(/^EFFICIENCY +57\.14 %$/m),
        prints(/^WASTED +10kB, 100 % of what the upper layers hold$/m),
        prints(/^LAYER +SIZE +ADDED +CHANGED +REMOVED +COMMAND\n1 +4kB +1 +0 +0 +COPY /m),
        prints(/^2 +6kB +0 +1 +0 +COPY .*\n3 +4kB +2 +0 +0 +COPY .*\n- +- +- +- +- +CMD \["\/a"\]$/m),
        prints(/^WASTED +COPIES +LAYERS +PATH\n10kB +2 +1,2 +\/a$/m),
      ),
      gantry('image $PROJECT-web --layer 2', prints(/^ {2}M +6kB \/a \(was 4kB\)$/m)),
      gantry('image web --tree', prints(/^ {2}A +- └─ d\/\n {2}A +4kB {4}└─ b$/m)),
      gantry('image web --json', prints('"wastedBytes": 10000'), prints(`"efficiency": ${8000 / 14_000}`)),
      gantry(
        'image web --ci --lowest-efficiency 0.5 --highest-user-wasted-percent 100% --highest-wasted-bytes 10kB',
        prints(/^ok +lowestEfficiency +0\.5714 > 0\.5\nok +highestWastedBytes +10kB = 10kB\nok /m),
      ),
      gantry('image web --ci', exitCode(1), prints(/^BROKEN +lowestEfficiency +0\.5714 < 0\.9$/m)),
      gantry('image web --ci --json', exitCode(1), prints('"passed": false')),
      write(
        '.dive-ci',
        'rules:\n  lowestEfficiency: 0.5\n  highestWastedBytes: 9kB\n  highestUserWastedPercent: disabled\n',
      ),
      gantry(
        'image web --ci',
        exitCode(1),
        prints(/^ok +lowestEfficiency .*\nBROKEN +highestWastedBytes +10kB > 9kB\n$/m),
      ),
      gantry('image web --ci --highest-wasted-bytes 10kB'),
      write('.dive-ci', 'rules:\n  lowestEfficency: 0.5\n  highestWastedBytes: much\n'),
      gantry(
        'image web --ci',
        exitCode(1),
        warns('there is no rule lowestEfficency'),
        warns('did you mean lowestEfficiency?'),
        warns('highestWastedBytes takes a size'),
        warns('.dive-ci:3:23'),
      ),
      gantry('image web --layer 9', exitCode(1), warns('the image has layers 1 to 3')),
    ],
  })

  scenario('a saved image is read from a file, in any folder', {
    stack,
    files,
    steps: [
      builtAs('$PROJECT-web'),
      gantryWith(classic, 'build web'),
      docker('save $PROJECT-web -o saved.tar'),
      remove('compose.yaml'),
      gantry(
        'image --archive saved.tar',
        prints(/^IMAGE +\$PROJECT-web:latest/m),
        prints(/^EFFICIENCY +57\.14 %$/m),
      ),
      gantry('image --archive saved.tar --ci', exitCode(1)),
      gantry(
        'image --archive saved.tar other',
        exitCode(1),
        warns('it has no other, but $PROJECT-web:latest'),
      ),
      gantry('image --archive four', exitCode(1), warns('four cannot be read as an image: it is not a tar')),
      gantry('image --archive none.tar', exitCode(1), warns('there is no file none.tar')),
      gantryWith(
        { stdin: 'nothing' },
        'image --archive -',
        exitCode(1),
        warns('standard input cannot be read'),
      ),
      gantry('image', exitCode(1), warns('say which service or image')),
    ],
  })

  scenario('an image that is not there is told with what to type', {
    stack,
    files,
    steps: [
      gantry(
        'image web',
        exitCode(1),
        warns('service web has no image at the engine yet'),
        warns('gantry build web'),
      ),
      gantry('image cache', exitCode(1), warns('gantry pull cache')),
      gantry(
        'image wbe',
        exitCode(1),
        warns('there is no image wbe at the engine'),
        warns('did you mean web?'),
      ),
      gantry('image gantry/tiny', prints('gantry/tiny:latest')),
      write('compose.yaml', 'services: ['),
      gantry('image gantry/tiny --layer 1', prints('/bin/busybox')),
      gantry('image web', exitCode(1), warns('compose.yaml:')),
      remove('compose.yaml'),
      gantry('image web --json', exitCode(1), printsExactly(''), warns('docker pull web')),
    ],
  })
})
