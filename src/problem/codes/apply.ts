// Problem codes of running a plan.
import { defineCodes } from '../code-entry.ts'

export const applyCodes = defineCodes({
  'step-failed': {
    title: 'A step failed',
    meaning: 'The engine refused or failed a step of the plan. What needed it was not begun.',
    remedy: 'Mend what the message says and run the same command again: it goes on from what is there.',
  },
  'container-cannot-start': {
    title: 'A container cannot start as it is written',
    meaning:
      'The engine made the container, but its program, user, folder, device or mount is not what the image or the machine has.',
    remedy: 'Mend what the message names, then run the same command again: it goes on from what is there.',
  },
  'step-cancelled': {
    title: 'Stopped before everything was done',
    meaning:
      'The command was interrupted. Steps in flight were finished or given up; nothing else was begun.',
    remedy: 'Run the same command again: it goes on from what is there.',
  },
  'step-refused': {
    title: 'Access was refused',
    meaning: 'The engine or a registry refused the credentials, or there were none.',
    remedy: 'Log in with docker login, or ask the owner of the registry or of the engine for access.',
  },
  'engine-lost': {
    title: 'The engine was lost in mid-run',
    meaning: 'The connection to the engine broke while steps were run.',
    remedy: 'Run the same command again once the engine answers: it goes on from what is there.',
  },
  'disk-full': {
    title: 'No space is left',
    meaning: "The engine's disk is full.",
    remedy: 'Free space at the engine: docker system df shows what uses it.',
  },
  'no-address-pool': {
    title: 'The engine has no addresses left for a network',
    meaning:
      'Networks without a subnet of their own get one from a fixed set (about 30 on an engine as it comes), and all of that is taken.',
    remedy:
      "Remove networks that nothing uses, name a subnet under the network's ipam, or give the engine more by default-address-pools in its daemon.json.",
  },
  'hook-failed': {
    title: 'A lifecycle command failed',
    meaning: 'A pre_start, post_start or pre_stop command ended with an exit code other than 0.',
    remedy: 'Look at its output, mend it, and run the same command again.',
  },
  'provider-failed': {
    title: 'A provider failed',
    meaning: 'The program that provides a service is missing or said that it failed.',
    remedy: 'Install the program, or mend what it reported.',
  },
  'dependency-failed': {
    title: 'A service did not become ready',
    meaning: 'A container that others wait for exited or turned unhealthy, so those others were not started.',
    remedy: 'Read its logs, mend it, and run the same command again.',
  },
  'wait-timeout': {
    title: 'A service was not ready in time',
    meaning: 'The time that --wait-timeout allows has passed.',
    remedy: 'Read the logs of the service, or allow more time.',
  },
  'project-locked': {
    title: 'Another gantry works on the project',
    meaning: 'Only one command changes a project at a time on one machine.',
    remedy: 'Wait for the other command, or end it.',
  },
  'cannot-lock': {
    title: 'The project cannot be locked',
    meaning:
      'A command that changes a project keeps a small file meanwhile, in XDG_RUNTIME_DIR or else in ~/.cache. That folder is full, or may not be written to.',
    remedy: 'Make room there, or set XDG_RUNTIME_DIR to a folder that can be written to.',
    example: {
      kind: 'shell',
      wrong: 'XDG_RUNTIME_DIR=/dev/null gantry up -d',
      right: 'XDG_RUNTIME_DIR=/tmp gantry up -d',
    },
  },
})
