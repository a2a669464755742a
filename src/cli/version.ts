// The version that the build was given, and how it is told.
import type { Identity } from './identity.ts'

declare const __GANTRY_VERSION__: string

export const gantryVersion: string = typeof __GANTRY_VERSION__ === 'string' ? __GANTRY_VERSION__ : '0.0.0'

/** The Docker Compose whose files, commands and output gantry follows. */
const followedCompose = '5.5.0'

/**
 * Without a `v`. In Docker Compose's place scripts compare the number with what they need of Compose, so it comes first, and gantry's
 * own follows as build metadata (semver.org, point 10), as distributors' builds of Compose have theirs.
 */
export function versionFor({ asCompose }: Pick<Identity, 'asCompose'>): string {
  return asCompose ? `${followedCompose}+gantry-${gantryVersion}` : gantryVersion
}

export function versionLine(identity: Pick<Identity, 'asCompose'>): string {
  return `${identity.asCompose ? 'Docker Compose' : 'gantry'} version v${versionFor(identity)}`
}

/** What docker wants to know of a plugin. */
export function pluginMetadata(identity: Pick<Identity, 'asCompose'>): string {
  return JSON.stringify({
    SchemaVersion: '0.1.0',
    Vendor: 'gantry',
    Version: `v${versionFor(identity)}`,
    ShortDescription: identity.asCompose
      ? 'gantry in place of Docker Compose'
      : 'Multi-container stacks, with a plan one can trust',
  })
}
