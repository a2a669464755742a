// Problem codes of planning and preflight.
import { defineCodes } from '../code-entry.ts'

export const planCodes = defineCodes({
  'no-such-service': {
    title: 'No such service',
    meaning: 'The command names a service that the stack does not have.',
    remedy: 'Name one of the services of the stack.',
  },
  orphans: {
    title: 'Orphaned containers',
    meaning: 'Containers of this project are of services that no file names any more. They keep running.',
    remedy: 'Remove them with --remove-orphans, or bring the service back into the files.',
  },
  'external-missing': {
    title: 'An external network or volume is missing',
    meaning: 'The stack takes it as given, so gantry does not make it. Nothing is started.',
    remedy: 'Make it, correct its name, or drop external: true.',
  },
  'name-taken': {
    title: 'A name is taken',
    meaning:
      'Something that this stack did not make has the name that the stack wants. A container in the way stops the plan; a network or a volume is used as it is.',
    remedy: 'Remove or rename what is in the way, or choose another name in the files.',
  },
  'volume-differs': {
    title: 'A volume differs from the file',
    meaning:
      'The engine changes no volume in place, and making it anew loses what is in it. It is kept as it is.',
    remedy: 'Change the file back, or give the word for this very volume with --replace-volume.',
  },
  'volumes-left': {
    title: 'Volumes that nobody named stay',
    meaning:
      'A container goes for good and had anonymous volumes. Data is removed on the word of its owner alone, so they stay, and nothing uses them any more.',
    remedy: 'Copy out what is needed, then docker volume rm the names that the hint gives.',
  },
  'volume-renamed': {
    title: 'A volume was renamed',
    meaning:
      'The file gives the volume another name: a new, empty one is made, the old one keeps its content.',
    remedy: 'Copy the content over, or remove the old volume by hand once it is not needed.',
  },
  'volume-held': {
    title: 'A volume that is to be replaced is in use',
    meaning: 'A container that is not part of this plan uses the volume, so it cannot be removed.',
    remedy: 'Remove that container, or name its service on the command line as well.',
  },
  'nothing-to-pause': {
    title: 'Nothing to pause, or to wake',
    meaning: 'The service that was named is paused already, or is not paused.',
    remedy: 'Look with ps what runs and what is paused.',
  },
  'owner-missing': {
    title: 'What is shared is not there',
    meaning:
      'The container shares a namespace or the volumes of another service, which has no container and is not part of this plan.',
    remedy: 'Bring the other service up first, or leave --no-deps out.',
  },
  'nothing-to-build': {
    title: 'Nothing to build',
    meaning: 'None of the services that were named has a build section.',
    remedy: 'Name services that are built, or add a build section.',
  },
  'no-container': {
    title: 'No container to start',
    meaning: 'start only starts containers that exist, and this service has none.',
    remedy: 'Make it with up or create.',
  },
  'port-clash': {
    title: 'Two containers want one host port',
    meaning: 'A host port can be published once. Nothing is started.',
    remedy: 'Publish another port, a range, or run one replica.',
  },
  'port-taken': {
    title: 'A host port is taken',
    meaning: 'A container outside of this project has published the port. Nothing is started.',
    remedy: 'Stop that container, or publish another port.',
  },
  'port-held-by-process': {
    title: 'A process holds a host port',
    meaning:
      'A program of this machine, outside of containers, listens on a port that the stack publishes. Nothing is started.',
    remedy: 'Stop that program, or publish another port.',
  },
  'dependency-left-out': {
    title: 'A dependency is left out',
    meaning: 'A service depends on one that no profile enables, with required: false. It starts without it.',
    remedy: 'Enable a profile of the other service where it is wanted.',
  },
  'disk-low': {
    title: 'The disk of the engine is nearly full',
    meaning:
      'Less than 200 MB are left where a local engine keeps images and containers, and the plan adds some.',
    remedy: 'Remove what is not needed any more.',
  },
  'bind-source-missing': {
    title: 'A bind source does not exist',
    meaning: 'The service binds a path of the host that is not there, and create_host_path is false.',
    remedy: 'Make the file or folder, correct the path, or allow that it is made.',
  },
  'subnet-overlap': {
    title: 'Subnets overlap',
    meaning: 'The files fix a subnet that another network has a part of; the engine would refuse it.',
    remedy: 'Choose another subnet, or leave the choice to the engine.',
  },
  'network-in-use': {
    title: 'Others are on a network that has to be made anew',
    meaning:
      'A network cannot be changed in place. The engine does not remove one while containers run on it, and those of others are not moved.',
    remedy: 'Take them off the network, and put them back on it afterwards.',
    example: {
      kind: 'shell',
      wrong: 'docker network connect shop_back tool && gantry up -d',
      right:
        'docker network disconnect shop_back tool && gantry up -d && docker network connect shop_back tool',
    },
  },
  'saved-plan-unreadable': {
    title: 'A saved plan cannot be read',
    meaning: 'The file is not what plan --out writes, or a newer gantry wrote it.',
    remedy: 'Make the plan anew.',
  },
  'saved-plan-moved': {
    title: 'A saved plan no longer holds',
    meaning:
      'Files, flags or what runs changed since the plan was saved, so that other steps would be done. Nothing is started.',
    remedy: 'Look at the new plan, and save it anew.',
  },
  'image-unavailable': {
    title: 'An image is missing and may not be fetched',
    meaning:
      'A container needs an image that the engine does not have, and flags or policy forbid to pull or build it.',
    remedy: 'Pull or build it, or allow it.',
  },
})
