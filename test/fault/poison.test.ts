import { expect, test } from 'vitest'
import { grounds } from './a-ground.ts'
import { untilAllLeft } from './kills.ts'

const { aGround } = grounds(1)

const LIMIT_MS = 120_000

// First in every batch: the most urgent, and due for an hour.
const A_NOTICE_WITHOUT_WORDS = `
  INSERT INTO notice (id, operator_id, channel, purpose, wave, mode, priority, state, ref, fields, due_at, planned_at)
  SELECT gen_random_uuid(), id, 'sms', 'no-such-purpose', 1, 'actual', 0, 'planned', 'kn-poison', '{}'::jsonb,
         now() - interval '1 hour', now() - interval '1 hour'
    FROM operator`

test(
  'a contact that cannot be unsealed and a notice without words are refused by themselves; everybody else is called',
  async () => {
    const ground = await aGround({ people: 30 })
    await ground.rows(`UPDATE responder SET phone_sealed = '\\x01' WHERE external_id = 'F-3'`)
    await ground.rows(A_NOTICE_WITHOUT_WORDS)
    const { url } = await ground.startApi()
    ground.startWorker()
    await ground.post(url, 'once')
    await untilAllLeft(ground, 60, 60_000)
    const notices = await ground.notices()
    expect(notices.filter(({ state }) => state !== 'accepted').map(({ state, channel }) => [state, channel])).toEqual([
      ['refused', 'sms'],
      ['refused', 'sms'],
    ])
    expect(ground.ledger()).toHaveLength(59)
    const reasons = await ground.rows<{ reason: string }>(
      `SELECT reason FROM notice WHERE state = 'refused' ORDER BY ref`,
    )
    expect(reasons.every(({ reason }) => reason !== '')).toBe(true)
  },
  LIMIT_MS,
)
