// The version that the build was given.
declare const __GANTRY_VERSION__: string

export const gantryVersion: string = typeof __GANTRY_VERSION__ === 'string' ? __GANTRY_VERSION__ : '0.0.0'
