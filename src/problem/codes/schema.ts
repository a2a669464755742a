// Problem codes of the shape of a stack file, checked by the schema.
import { defineCodes } from '../code-entry.ts'

export const schemaCodes = defineCodes({
  'unknown-key': {
    title: 'Unknown key',
    meaning: 'A key that the specification does not have. It is refused, never dropped silently.',
    remedy: 'Correct the key; a key of your own starts with x-.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    imagee: nginx\n',
      right: 'services:\n  web:\n    image: nginx\n',
    },
  },
  'misplaced-key': {
    title: 'Key in the wrong place',
    meaning: 'The key exists, but not at this place: it belongs deeper, further out, or at the top level.',
    remedy: 'Move it to where the message says; often only the indentation is wrong.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    replicas: 3\n',
      right: 'services:\n  web:\n    image: nginx\n    deploy:\n      replicas: 3\n',
    },
  },
  'service-outside-services': {
    title: 'Service outside of services',
    meaning:
      'What looks like a service stands at the top level. Files of the first format were written so; the top level now has a key for each kind of thing.',
    remedy: 'Write services: above the services and indent them below it.',
    example: {
      kind: 'stack',
      wrong: 'web:\n  image: nginx\n',
      right: 'services:\n  web:\n    image: nginx\n',
    },
  },
  'bad-name': {
    title: 'Bad name',
    meaning: 'A name has characters that names of its kind cannot have, or is empty.',
    remedy: 'Use letters, digits, dots, dashes and underscores.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  my web:\n    image: nginx\n',
      right: 'services:\n  my-web:\n    image: nginx\n',
    },
  },
  'wrong-type': {
    title: 'Wrong kind of value',
    meaning:
      'The value is of another kind than the key takes: a list for a map, a number for a string, and so on.',
    remedy: 'Write it as the message shows; a number or a boolean that is meant as text needs quotes.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    user: 1000\n    ports: 8080:80\n',
      right: 'services:\n  web:\n    image: nginx\n    user: "1000"\n    ports: ["8080:80"]\n',
    },
  },
  'empty-value': {
    title: 'Empty value',
    meaning: 'The key is there, but its value is empty, which this key does not take.',
    remedy: 'Give it a value or remove the key.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    ports:\n',
      right: 'services:\n  web:\n    image: nginx\n    ports:\n      - "8080:80"\n',
    },
  },
  'map-in-list': {
    title: 'Map where a list item is text',
    meaning: 'A colon followed by a space makes a list item a map, where a single text is wanted.',
    remedy: 'Use = (or no space, or quotes) in the item, or drop the dashes where the key takes a map.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    environment:\n      - FOO: bar\n',
      right: 'services:\n  web:\n    image: nginx\n    environment:\n      - FOO=bar\n',
    },
  },
  'bad-duration': {
    title: 'Bad duration',
    meaning: 'A span of time needs units: ns, us, ms, s, m, h, d or w, as in 1m30s.',
    remedy: 'Add the unit, without a space.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    stop_grace_period: "30"\n',
      right: 'services:\n  web:\n    image: nginx\n    stop_grace_period: 30s\n',
    },
  },
  'bad-value': {
    title: 'Value that is not allowed',
    meaning: 'The key takes one of a few values, or a value of a certain look, and this is none of them.',
    remedy: 'Use one of the values that the message lists.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    depends_on:\n      db:\n        condition: healthy\n  db:\n    image: postgres\n',
      right:
        'services:\n  web:\n    image: nginx\n    depends_on:\n      db:\n        condition: service_healthy\n  db:\n    image: postgres\n    healthcheck:\n      test: [CMD, pg_isready]\n',
    },
  },
  'out-of-range': {
    title: 'Number out of range',
    meaning: 'The number is below or above what the key takes.',
    remedy: 'Use a number within the range.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    oom_score_adj: 2000\n',
      right: 'services:\n  web:\n    image: nginx\n    oom_score_adj: 500\n',
    },
  },
  'missing-key': {
    title: 'Missing key',
    meaning: 'The map lacks a key without which it means nothing.',
    remedy: 'Add the key.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    develop:\n      watch:\n        - path: ./src\n',
      right:
        'services:\n  web:\n    image: nginx\n    develop:\n      watch:\n        - path: ./src\n          action: sync\n          target: /app/src\n',
    },
  },
  'duplicate-item': {
    title: 'Item listed twice',
    meaning: 'The list must not hold the same item twice.',
    remedy: 'Remove one of them. Where several files are merged, the other may be in another file.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    security_opt:\n      - no-new-privileges:true\n      - no-new-privileges:true\n',
      right: 'services:\n  web:\n    image: nginx\n    security_opt:\n      - no-new-privileges:true\n',
    },
  },
})
