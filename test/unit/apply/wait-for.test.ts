import { describe, expect, it } from 'vitest'
import { describeWait, judgeState } from '../../../src/apply/wait-for.ts'
import type { LiveContainer } from '../../../src/engine/index.ts'

function live(state: Partial<LiveContainer['State']>, check = false): LiveContainer {
  return {
    Id: 'id',
    Name: '/web-1',
    Created: '',
    Image: '',
    State: { Status: 'running', Running: true, Paused: false, Restarting: false, ExitCode: 0, ...state },
    Config: { Image: 'x', ...(check && { Healthcheck: { Test: ['CMD', 'true'] } }) },
    HostConfig: {},
  }
}

const exited = (code: number) => live({ Status: 'exited', Running: false, ExitCode: code })

describe('judgeState', () => {
  it('waits for health, and says the last words of a check that fails', () => {
    expect(
      judgeState(live({ Health: { Status: 'starting' } }, true), { kind: 'healthy' }, 'web-1'),
    ).toBeUndefined()
    expect(judgeState(live({ Health: { Status: 'healthy' } }, true), { kind: 'healthy' }, 'web-1')).toEqual({
      ok: true,
    })
    const sick = live(
      { Health: { Status: 'unhealthy', Log: [{ ExitCode: 1, Output: 'no answer\n' }] } },
      true,
    )
    expect(judgeState(sick, { kind: 'healthy' }, 'web-1')).toEqual({
      ok: false,
      message: 'container web-1 is unhealthy',
      cause: 'its check exits with 1: no answer',
    })
  })

  it('never waits for the health of what has no check', () => {
    expect(judgeState(live({}), { kind: 'healthy' }, 'web-1')).toMatchObject({ ok: false })
  })

  it('counts an exit with 0 as completed, another as failed', () => {
    expect(judgeState(live({}), { kind: 'completed' }, 'job-1')).toBeUndefined()
    expect(judgeState(exited(0), { kind: 'completed' }, 'job-1')).toEqual({ ok: true, exited: true })
    expect(judgeState(exited(3), { kind: 'completed' }, 'job-1')).toEqual({
      ok: false,
      message: 'container job-1 exited (3)',
    })
  })

  it('takes a one-shot that ended well as ready only where it may end', () => {
    expect(judgeState(exited(0), { kind: 'ready', mayComplete: true }, 'job-1')).toEqual({
      ok: true,
      exited: true,
    })
    expect(judgeState(exited(0), { kind: 'ready', mayComplete: false }, 'job-1')).toMatchObject({ ok: false })
    expect(judgeState(live({}), { kind: 'ready', mayComplete: false }, 'web-1')).toEqual({
      ok: true,
      maySettle: true,
    })
    expect(
      judgeState(live({ Restarting: true }), { kind: 'ready', mayComplete: false }, 'web-1'),
    ).toBeUndefined()
  })
})

describe('describeWait', () => {
  it('says what is waited for', () => {
    expect(describeWait({ kind: 'healthy' }, live({ Health: { Status: 'starting' } }, true))).toBe(
      'waiting for health: starting',
    )
    expect(describeWait({ kind: 'completed' })).toBe('waiting for it to complete')
  })
})
