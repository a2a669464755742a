/**
 * Time spans in docker's words, and points in time as `--since` and `--until` take them. The clock is an argument.
 */
import { parseDuration } from './duration.ts'

/** A span in docker's words: `Less than a second`, `5 seconds`, `About a minute`, `About an hour`, `3 weeks`. */
export function formatHumanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000)
  if (seconds < 1) return 'Less than a second'
  if (seconds === 1) return '1 second'
  if (seconds < 60) return `${seconds} seconds`
  const minutes = Math.trunc(milliseconds / 60_000)
  if (minutes === 1) return 'About a minute'
  if (minutes < 60) return `${minutes} minutes`
  // Hours are rounded, all else is cut: docker says "2 hours" after 90 minutes, but "1 years" is out of reach.
  const hours = Math.trunc(milliseconds / 3_600_000 + 0.5)
  if (hours === 1) return 'About an hour'
  if (hours < 48) return `${hours} hours`
  const days = Math.trunc(hours / 24)
  if (hours < 24 * 14) return `${days} days`
  if (hours < 24 * 60) return `${Math.trunc(days / 7)} weeks`
  if (hours < 24 * 365 * 2) return `${Math.trunc(days / 30)} months`
  return `${Math.trunc(Math.trunc(milliseconds / 3_600_000) / 24 / 365)} years`
}

/** How long ago a time is, in docker's words: `2 minutes ago`. Both in milliseconds since 1970. */
export const formatTimeAgo = (thenMs: number, nowMs: number): string =>
  `${formatHumanDuration(nowMs - thenMs)} ago`

const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt](\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?)?(?:([Zz])|([+-])(\d\d):(\d\d))?$/

/**
 * A value of `--since` or `--until` as seconds since 1970, in the form the engine's API takes: `1700000000` or
 * `1700000000.123456789`. Takes durations before `nowMs` (`10m`; `-10m` lies ahead), RFC 3339 times in any shorter form
 * (`2024-01-31`, `2024-01-31T12:00`; without a zone: local time), and seconds since 1970 with an optional fraction.
 *
 * @returns undefined where the text is none of these.
 */
export function parseTimestamp(text: string, nowMs: number): string | undefined {
  if (/^\d+(?:\.\d+)?$/.test(text)) return text
  const ago = parseDuration(text)
  if (ago !== undefined) return ((nowMs - ago / 1e6) / 1000).toFixed(3)
  const match = DATE_TIME.exec(text)
  if (match === null) return undefined
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(part => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return undefined
  const civil = Date.UTC(year, month - 1, day, hour, minute, second)
  if (new Date(civil).getUTCDate() !== day || new Date(civil).getUTCFullYear() !== year) return undefined
  const offset = zoneOffsetMs(match)
  const milliseconds =
    offset === undefined ? new Date(year, month - 1, day, hour, minute, second).getTime() : civil - offset
  const fraction = (match[7] ?? '').slice(0, 9).padEnd(9, '0')
  return `${milliseconds / 1000}.${fraction}`
}

/** Milliseconds east of UTC, or undefined for local time. */
function zoneOffsetMs(match: RegExpExecArray): number | undefined {
  if (match[8] !== undefined) return 0
  if (match[9] === undefined) return undefined
  const size = (Number(match[10]) * 60 + Number(match[11])) * 60_000
  return match[9] === '-' ? -size : size
}
