// gantry publish: known from Docker Compose, not there yet.
import type { CommandModule } from '../command-module.ts'
import { notYet } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[repository]')
      .option('--app', 'publish the images, too')
      .option('--oci-version <version>', 'version of the artifact format')
      .option('--resolve-image-digests', 'pin images to digests')
      .option('--with-env', 'with the values of variables')
      .option('-y, --yes', 'answer yes to questions')
  },
  async run() {
    throw notYet('publish', 'docker compose publish works on the same files')
  },
}
