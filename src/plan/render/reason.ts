// A reason in words. The one place that turns the union into sentences; text and Markdown share it.
import type { Place } from '../../problem/index.ts'
import { shortId } from '../judge.ts'
import type { Reason } from '../types.ts'
import { describeChange } from './change.ts'

export interface ReasonWords {
  /** One entry a thing that changed; empty where the verb says it all. */
  readonly words: readonly { readonly text: string; readonly place?: Place }[]
  /** Where the file asks for it. */
  readonly place?: Place
}

export function reasonWords(reason: Reason): ReasonWords {
  switch (reason.kind) {
    case 'missing':
      return { words: [], ...(reason.place !== undefined && { place: reason.place }) }
    case 'changed':
      return { words: reason.changes.map(change => said(describeChange(change), change.place)) }
    case 'forced':
      return { words: [said(reason.flag)] }
    case 'scaled':
      return { words: [said(`${reason.from} → ${reason.to} replicas`, reason.place)] }
    case 'orphan':
      return { words: [said('no service of the files stands for it')] }
    case 'removed':
      return { words: [said('the files no longer name it')] }
    case 'requested':
      return { words: [] }
    case 'stopped':
      return { words: [said(reason.exitCode === undefined ? 'not running' : `exited (${reason.exitCode})`)] }
    case 'paused':
      return { words: [said('paused')] }
    case 'image-moved':
      return {
        words: [
          said(`${reason.reference} is another image now, ${shortId(reason.from)} → ${shortId(reason.to)}`),
        ],
      }
    case 'follows':
      return {
        words: [said(`follows ${reason.resource.type} ${reason.resource.key}, which is ${reason.why}`)],
      }
    case 'needed':
      return { words: [said(`${reason.by.type} ${reason.by.key} needs it`)] }
    case 'policy':
      return {
        words: [said(reason.policy === 'image' ? 'the image may be another one' : `policy ${reason.policy}`)],
      }
    case 'unfinished':
      return { words: [said(reason.detail)] }
    case 'content':
      return { words: [said(`the content of the ${reason.what} ${reason.key} changed`, reason.place)] }
  }
}

function said(text: string, place?: Place): ReasonWords['words'][number] {
  return place === undefined ? { text } : { text, place }
}
