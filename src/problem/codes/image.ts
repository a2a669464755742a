// Problem codes of building, pulling and pushing.
import { defineCodes } from '../code-entry.ts'

export const imageCodes = defineCodes({
  'image-not-found': {
    title: 'The image does not exist',
    meaning: 'Neither the engine nor the registry knows the image.',
    remedy: 'Correct the reference, log in, or build the image.',
    example: {
      kind: 'shell',
      wrong: 'gantry pull    # image: redis:7.99',
      right: 'gantry pull    # image: redis:7',
    },
  },
  'image-reference': {
    title: 'An image reference makes no sense',
    meaning: 'What should name an image has characters or parts that no registry takes.',
    remedy: 'Write NAME, NAME:TAG or HOST:PORT/NAME:TAG, in lower case.',
    example: {
      kind: 'shell',
      wrong: 'gantry pull    # image: Shop/Web',
      right: 'gantry pull    # image: shop/web',
    },
  },
  'image-platform': {
    title: 'The image is not there for the platform',
    meaning: 'The registry has the image, but for other processors or systems than the one asked for.',
    remedy: 'Name a platform that the image has by `platform:`, or another image.',
    example: {
      kind: 'shell',
      wrong: 'gantry pull    # platform: linux/s390x',
      right: 'gantry pull    # platform: linux/arm64',
    },
  },
  'registry-unauthorized': {
    title: 'A registry refuses the credentials',
    meaning: 'The registry wants an account, or the one that docker has for it may not do this.',
    remedy: 'Log in with docker login, by an account that may read (or, to push, write) the image.',
    example: {
      kind: 'shell',
      wrong: 'gantry pull',
      right: 'docker login registry.example.com && gantry pull',
    },
  },
  'registry-unreachable': {
    title: 'A registry cannot be reached',
    meaning:
      'The engine has no way to the registry, or does not trust it. The engine asks it, not this machine.',
    remedy:
      'See that the registry runs and that the engine reaches it: its name, proxy, firewall and certificate.',
    example: {
      kind: 'shell',
      wrong: 'gantry pull    # image: 127.0.0.1:5000/shop/web, and no registry runs',
      right: 'docker start registry && gantry pull',
    },
  },
  'registry-limit': {
    title: 'A registry allows no more transfers',
    meaning: 'The registry limits how much an address or account may pull, and that is used up for now.',
    remedy: 'Wait, log in, or let the engine use a mirror.',
    example: {
      kind: 'shell',
      wrong: 'gantry pull    # without an account',
      right: 'docker login && gantry pull',
    },
  },
  'transfer-broken': {
    title: 'A transfer broke',
    meaning:
      'The connection between the engine and the registry broke in the middle, each time it was tried.',
    remedy: 'Run the same command again: layers that have arrived are kept.',
    example: {
      kind: 'shell',
      wrong: 'gantry pull    # over a line that breaks',
      right: 'gantry pull    # once more: what has arrived is kept',
    },
  },
  'transfer-failed': {
    title: 'A transfer failed',
    meaning: 'The registry or the engine refused to pull or push, for the reason that the message gives.',
    remedy: 'Mend what the message says.',
    example: {
      kind: 'shell',
      wrong: 'gantry push    # to a repository whose quota is used up',
      right: 'gantry push    # once there is room',
    },
  },
  'docker-config-broken': {
    title: "Docker's config.json cannot be read",
    meaning:
      "The file holds the registries' credentials and the proxies, and is no JSON object or may not be read.",
    remedy:
      'Mend it, or move it away and log in again. DOCKER_CONFIG names its folder, ~/.docker where it is unset.',
    example: {
      kind: 'shell',
      wrong: 'gantry pull    # ~/.docker/config.json ends in the middle',
      right: 'mv ~/.docker/config.json ~/.docker/config.json.broken && docker login',
    },
  },
  'build-failed': {
    title: 'A build failed',
    meaning:
      'A step of the Dockerfile ended with an error, or the Dockerfile makes no sense. The output of the step is shown.',
    remedy: 'Mend the line of the Dockerfile that is named.',
    example: {
      kind: 'shell',
      wrong: 'gantry build    # RUN pip instal flask',
      right: 'gantry build    # RUN pip install flask',
    },
  },
  'build-context': {
    title: 'A build context cannot be read',
    meaning:
      'The folder that the build is to see is missing, is no folder, or holds files that may not be read.',
    remedy: 'Correct `context:`, make the files readable, or keep them out by .dockerignore.',
    example: {
      kind: 'shell',
      wrong: 'gantry build    # build: ./wbe',
      right: 'gantry build    # build: ./web',
    },
  },
  'dockerfile-missing': {
    title: 'The Dockerfile is missing',
    meaning: 'There is no Dockerfile at the place where the build looks for it.',
    remedy: 'Make it, or say where it is: `dockerfile:` is relative to `context:`.',
    example: {
      kind: 'shell',
      wrong: 'gantry build    # build: .',
      right: 'gantry build    # build: { context: ., dockerfile: docker/Dockerfile }',
    },
  },
  'build-secret': {
    title: 'A build secret has no value',
    meaning: 'A secret that the build wants has neither a file nor a variable that is set.',
    remedy: 'Give it `file:` or `environment:` under the top-level `secrets:`, and set the variable.',
    example: {
      kind: 'shell',
      wrong: 'gantry build    # secrets: { token: { environment: TOKEN } }',
      right: 'TOKEN=… gantry build',
    },
  },
  'build-ssh': {
    title: 'A build has no ssh agent',
    meaning:
      'A step of the Dockerfile may ask an ssh agent, and there is none to ask, or a key that is named cannot be used.',
    remedy: 'Start an agent and add the key, or name a private key without a passphrase.',
    example: {
      kind: 'shell',
      wrong: 'env -u SSH_AUTH_SOCK gantry build    # ssh: [default]',
      right: 'eval "$(ssh-agent)" && ssh-add && gantry build',
    },
  },
  'build-unsupported': {
    title: 'The builder cannot do a key of the build',
    meaning:
      'Builders differ: the classic one of the engine has no secrets, ssh, named contexts or cache export, and the BuildKit inside old engines ignores some keys. Rather than drop a key, gantry refuses.',
    remedy: 'Install what the hint names (mostly the docker-buildx plugin), or take the key out.',
    example: {
      kind: 'shell',
      wrong: 'DOCKER_BUILDKIT=0 gantry build    # build: { secrets: [token] }',
      right: 'apt-get install docker-buildx && gantry build',
    },
  },
  'builder-missing': {
    title: 'The builder cannot be run',
    meaning: 'The docker-buildx program that was found or named cannot be started.',
    remedy: 'Install it anew, correct GANTRY_BUILDX, or set DOCKER_BUILDKIT=0 for the classic builder.',
    example: {
      kind: 'shell',
      wrong: 'GANTRY_BUILDX=/no/such/docker-buildx gantry build',
      right: 'gantry build',
    },
  },
  'image-archive': {
    title: 'Not a saved image',
    meaning:
      'The file is not what docker save or gantry save writes: no tar, cut off, packed in a way that cannot be read here, without the image that is meant, or with several of which none was named.',
    remedy: 'Save the image anew, or name the image of the archive that is meant.',
    example: {
      kind: 'shell',
      wrong: 'gantry image --archive both.tar      # holds web and db',
      right: 'gantry image --archive both.tar web',
    },
  },
  'image-limits': {
    title: 'Limits on an image that make no sense',
    meaning:
      'A rule of the file with limits is not known, or its value is none: shares are from 0 to 1, bytes are sizes.',
    remedy: 'Write lowestEfficiency, highestWastedBytes or highestUserWastedPercent, each with its value.',
    example: {
      kind: 'shell',
      wrong: 'echo "rules: { lowestEfficiency: high }" > .dive-ci && gantry image web --ci',
      right: 'echo "rules: { lowestEfficiency: 0.95 }" > .dive-ci && gantry image web --ci',
    },
  },
})
