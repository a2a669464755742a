// Problem codes of rules across fields of a stack.
import { defineCodes } from '../code-entry.ts'

export const ruleCodes = defineCodes({
  'undefined-service': {
    title: 'Undefined service',
    meaning: 'A name refers to a service that no file defines.',
    remedy: 'Define the service or correct the name.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    depends_on: [bd]\n  db:\n    image: postgres\n',
      right: 'services:\n  web:\n    image: nginx\n    depends_on: [db]\n  db:\n    image: postgres\n',
    },
  },
  'host-port-twice': {
    title: 'One host port twice',
    meaning:
      'A port of the host can be had once. Two services publish the same one on the same address and protocol, so the second cannot start; or one may take it from the other by a range.',
    remedy: 'Publish another host port for one of them.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    ports: ["8080:80"]\n  api:\n    image: httpd\n    ports: ["8080:8000"]\n',
      right:
        'services:\n  web:\n    image: nginx\n    ports: ["8080:80"]\n  api:\n    image: httpd\n    ports: ["8081:8000"]\n',
    },
  },
  'too-few-host-ports': {
    title: 'Fewer host ports than replicas',
    meaning:
      'Each replica needs a host port of its own, and the service publishes fewer than it has replicas.',
    remedy: 'Publish a range that is long enough, or only the container port, which gives each a random one.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    scale: 3\n    ports: ["8080:80"]\n',
      right: 'services:\n  web:\n    image: nginx\n    scale: 3\n    ports: ["8080-8082:80"]\n',
    },
  },
  'ports-without-network': {
    title: 'Ports without a network of its own',
    meaning:
      'A service on the network of the host, of another container, or on none cannot publish ports: they are passed over, or the engine refuses the container.',
    remedy: 'Remove ports, or network_mode.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    network_mode: host\n    ports: ["8080:80"]\n',
      right: 'services:\n  web:\n    image: nginx\n    ports: ["8080:80"]\n',
    },
  },
  'bad-container-name': {
    title: 'Container name that the engine does not take',
    meaning: 'Names of containers have letters, digits, dots, dashes and underscores, two at least.',
    remedy: 'Choose such a name, or leave the name to gantry.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    container_name: my web\n',
      right: 'services:\n  web:\n    image: nginx\n    container_name: my-web\n',
    },
  },
  'generated-name-taken': {
    title: 'Container name that another service gets by itself',
    meaning:
      'Containers without a container_name are called PROJECT-SERVICE-NUMBER, and a container_name is just that, so only one of the two can be made.',
    remedy: 'Choose another container_name, or remove it.',
    example: {
      kind: 'stack',
      wrong:
        'name: shop\nservices:\n  web:\n    image: nginx\n  proxy:\n    image: httpd\n    container_name: shop-web-1\n',
      right:
        'name: shop\nservices:\n  web:\n    image: nginx\n  proxy:\n    image: httpd\n    container_name: shop-front\n',
    },
  },
  'engine-name-twice': {
    title: 'Two networks or volumes with one name',
    meaning: 'Two keys of the file have the same name at the engine, so they are one network or one volume.',
    remedy: 'Give one another name, or use one key in both places.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    volumes: ["mail:/mail", "spool:/spool"]\nvolumes:\n  mail: {name: data}\n  spool: {name: data}\n',
      right:
        'services:\n  web:\n    image: nginx\n    volumes: ["mail:/mail", "spool:/spool"]\nvolumes:\n  mail: {name: data-mail}\n  spool: {name: data-spool}\n',
    },
  },
  'overlapping-subnets': {
    title: 'Overlapping subnets',
    meaning: 'Two networks of the stack want the same addresses, so the engine makes only one of them.',
    remedy: 'Give each a subnet of its own, or leave the choice to the engine.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    networks: [front, back]\nnetworks:\n  front: {ipam: {config: [{subnet: 172.28.0.0/16}]}}\n  back: {ipam: {config: [{subnet: 172.28.5.0/24}]}}\n',
      right:
        'services:\n  web:\n    image: nginx\n    networks: [front, back]\nnetworks:\n  front: {ipam: {config: [{subnet: 172.28.0.0/16}]}}\n  back: {ipam: {config: [{subnet: 172.29.0.0/24}]}}\n',
    },
  },
  'bad-address': {
    title: 'Address or subnet that cannot be read',
    meaning: 'A subnet is an address and the length of its prefix; an address has no prefix.',
    remedy: 'Write 172.28.0.0/16 for a subnet, and 172.28.0.10 for an address.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    networks: [front]\nnetworks:\n  front: {ipam: {config: [{subnet: 172.28.0.0}]}}\n',
      right:
        'services:\n  web:\n    image: nginx\n    networks: [front]\nnetworks:\n  front: {ipam: {config: [{subnet: 172.28.0.0/16}]}}\n',
    },
  },
  'address-outside-subnet': {
    title: 'Address outside of its subnet',
    meaning:
      'A static address, a gateway or a range lies in no subnet that the network has, so the engine refuses it.',
    remedy: 'Choose an address within the subnet, or give the network a subnet that holds it.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    networks: {front: {ipv4_address: 172.29.0.10}}\nnetworks:\n  front: {ipam: {config: [{subnet: 172.28.0.0/16}]}}\n',
      right:
        'services:\n  web:\n    image: nginx\n    networks: {front: {ipv4_address: 172.28.0.10}}\nnetworks:\n  front: {ipam: {config: [{subnet: 172.28.0.0/16}]}}\n',
    },
  },
  'address-twice': {
    title: 'One static address twice',
    meaning: 'An address of a network can be had once, and two containers, or the gateway, want the same.',
    remedy: 'Give each its own, or leave the choice to the engine.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    networks: {front: {ipv4_address: 172.28.0.10}}\n  api:\n    image: httpd\n    networks: {front: {ipv4_address: 172.28.0.10}}\nnetworks:\n  front: {ipam: {config: [{subnet: 172.28.0.0/16}]}}\n',
      right:
        'services:\n  web:\n    image: nginx\n    networks: {front: {ipv4_address: 172.28.0.10}}\n  api:\n    image: httpd\n    networks: {front: {ipv4_address: 172.28.0.11}}\nnetworks:\n  front: {ipam: {config: [{subnet: 172.28.0.0/16}]}}\n',
    },
  },
  'link-without-network': {
    title: 'Link that leads nowhere',
    meaning: 'A link is another name for a service on a network that both join, and they share none.',
    remedy: 'Put both on one network. Services reach each other by name there, without links.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    links: [db]\n    networks: [front]\n  db:\n    image: postgres\n    networks: [back]\nnetworks:\n  front:\n  back:\n',
      right:
        'services:\n  web:\n    image: nginx\n    links: [db]\n    networks: [front, back]\n  db:\n    image: postgres\n    networks: [back]\nnetworks:\n  front:\n  back:\n',
    },
  },
  'never-healthy': {
    title: 'Waiting for health without a health check',
    meaning:
      'A service waits until another is healthy, and that one has no health check in the file. Unless its image brings one, the wait fails.',
    remedy: 'Add a healthcheck to the other service, or wait with condition: service_started.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    depends_on: {db: {condition: service_healthy}}\n  db:\n    image: postgres\n',
      right:
        'services:\n  web:\n    image: nginx\n    depends_on: {db: {condition: service_healthy}}\n  db:\n    image: postgres\n    healthcheck: {test: [CMD, pg_isready]}\n',
    },
  },
  'never-completes': {
    title: 'Waiting for the end of what is always started again',
    meaning: 'A service waits until another has completed, and the restart policy of that one never lets it.',
    remedy: 'Remove the restart policy of the other service, or use restart: on-failure there.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    depends_on: {migrate: {condition: service_completed_successfully}}\n  migrate:\n    image: shop/migrate\n    restart: always\n',
      right:
        'services:\n  web:\n    image: nginx\n    depends_on: {migrate: {condition: service_completed_successfully}}\n  migrate:\n    image: shop/migrate\n    restart: on-failure\n',
    },
  },
  'bad-restart-policy': {
    title: 'Unknown restart policy',
    meaning: 'The engine knows no, always, unless-stopped and on-failure, and refuses any other.',
    remedy: 'Write one of them.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    restart: unless_stopped\n',
      right: 'services:\n  web:\n    image: nginx\n    restart: unless-stopped\n',
    },
  },
  'restart-overruled': {
    title: 'Two restart policies',
    meaning: 'restart and deploy.restart_policy say different things; the one under deploy wins.',
    remedy: 'Keep one of them.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    restart: always\n    deploy: {restart_policy: {condition: on-failure}}\n',
      right: 'services:\n  web:\n    image: nginx\n    restart: on-failure\n',
    },
  },
  'mount-target-twice': {
    title: 'Two mounts at one place',
    meaning: 'Two of volumes, tmpfs, secrets and configs have the same target in the container.',
    remedy: 'Give one of them another target.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    volumes: ["data:/data"]\n    tmpfs: [/data]\nvolumes:\n  data:\n',
      right:
        'services:\n  web:\n    image: nginx\n    volumes: ["data:/data"]\n    tmpfs: [/cache]\nvolumes:\n  data:\n',
    },
  },
  'relative-target': {
    title: 'Mount at a relative path',
    meaning: 'A mount goes to a path in the container, which has to start at the root.',
    remedy: 'Write the whole path, with / first.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    volumes: ["./site:html"]\n',
      right: 'services:\n  web:\n    image: nginx\n    volumes: ["./site:/usr/share/nginx/html"]\n',
    },
  },
  'size-too-small': {
    title: 'Size too small to run in',
    meaning: 'The size is so small that a unit is missing: without one, sizes are in bytes.',
    remedy: 'Add the unit, such as 512m.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    mem_limit: 512\n',
      right: 'services:\n  web:\n    image: nginx\n    mem_limit: 512m\n',
    },
  },
  'reservation-above-limit': {
    title: 'More memory reserved than allowed',
    meaning: 'The memory reservation is above the memory limit, so the engine refuses the container.',
    remedy: 'Lower the reservation or raise the limit.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    mem_limit: 512m\n    mem_reservation: 1g\n',
      right: 'services:\n  web:\n    image: nginx\n    mem_limit: 1g\n    mem_reservation: 512m\n',
    },
  },
  'bad-image-name': {
    title: 'Name that no image has',
    meaning: 'The text is not of the form that names of images have, so the engine refuses it.',
    remedy: 'Write name:tag, or registry.example.com/name:tag, in lower case.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: Nginx:latest\n',
      right: 'services:\n  web:\n    image: nginx:latest\n',
    },
  },
  'unknown-profile': {
    title: 'Profile that no service has',
    meaning: 'A profile was asked for by --profile or COMPOSE_PROFILES, and it enables nothing.',
    remedy: 'Correct its name.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n  adminer:\n    image: adminer\n    profiles: [tool]\n',
      right: 'services:\n  web:\n    image: nginx\n  adminer:\n    image: adminer\n    profiles: [tools]\n',
      environment: { COMPOSE_PROFILES: 'tools' },
    },
  },
  'swarm-attribute': {
    title: 'Only a Swarm acts on this',
    meaning:
      'Part of deploy is for services of a Swarm: on which machines they run and how they are rolled out. It does no harm and has no effect here.',
    remedy: 'Remove it, or keep it for docker stack deploy.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    deploy: {replicas: 2, placement: {constraints: [node.role == manager]}}\n',
      right: 'services:\n  web:\n    image: nginx\n    deploy: {replicas: 2}\n',
    },
  },
  unused: {
    title: 'Defined and not used',
    meaning: 'No service uses the network, volume, secret, config or model, so it is not made.',
    remedy: 'Use it, remove it, or correct the name where it is meant to be used.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\nvolumes:\n  data:\n',
      right: 'services:\n  web:\n    image: nginx\n    volumes: ["data:/data"]\nvolumes:\n  data:\n',
    },
  },
})
