import { expect, test } from 'vitest'
import { until } from '../support/processes.ts'
import { grounds } from './a-ground.ts'
import { killRun, untilAllLeft } from './kills.ts'
import { isClean, judge } from './verdict.ts'

const { aGround } = grounds(2)

const LIMIT_MS = 240_000

test(
  'the only worker killed three times while 60 people are called: nothing lost, nothing doubled, one call-out of five copies',
  async () => {
    const ground = await aGround({ people: 60, sinkMs: [20, 100] })
    const run = await killRun(ground, { people: 60, kills: 3, flushes: 1, seed: 7 })
    console.log(JSON.stringify({ ...run.verdict, recoveriesMs: run.recoveriesMs }))
    expect(run.verdict).toMatchObject({ owed: 120, lost: 0, doubled: 0, contradicted: 0, strangers: 0 })
    expect(isClean(run.verdict)).toBe(true)
    expect(run).toMatchObject({ answers: [200, 200, 200, 200, 202], callOuts: 1, kills: 3, leaks: 0 })
    // 10 sms and 5 mails may be leaving when a worker dies.
    expect(run.verdict.unknown).toBeLessThanOrEqual(3 * 15)
    expect(Math.max(...run.recoveriesMs)).toBeLessThanOrEqual(20_000)
  },
  LIMIT_MS,
)

test(
  'a row that forgets that its message left is seen as doubled: the verdict can fail',
  async () => {
    const ground = await aGround({ people: 10 })
    const { url } = await ground.startApi()
    const worker = ground.startWorker()
    await ground.post(url, 'once')
    await untilAllLeft(ground, 20)
    expect(isClean(judge(20, await ground.notices(), ground.ledger()))).toBe(true)
    await ground.rows(
      `UPDATE notice SET state = 'planned', due_at = now() WHERE serial = (SELECT min(serial) FROM notice)`,
    )
    await until('the message left again', () => ground.ledger().length === 21)
    await worker.end()
    expect(judge(20, await ground.notices(), ground.ledger())).toMatchObject({ doubled: 1, lost: 0, sent: 20 })
  },
  LIMIT_MS,
)
