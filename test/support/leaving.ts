import { type Claimed, claimNotices, type Puller } from '../../src/store/claims.ts'
import type { Connection } from '../../src/store/database.ts'
import { type Departure, handOver } from '../../src/store/hand-overs.ts'
import type { Seal } from '../../src/store/seal.ts'

/** Claims what is due in a lane and channel for a gateway without a limit. */
export const claimFor = (
  db: Connection,
  seal: Seal,
  load: Pick<Puller, 'lane' | 'channel'>,
  limit: number,
  now: Date,
  leaseUntil: Date,
): Promise<Claimed> =>
  claimNotices(db, seal, { ...load, gateway: 'any', perSecond: null, burst: 1 }, limit, now, leaseUntil)

/** Commits that one message leaves now, as a sender does. */
export const beginOne = async (
  db: Connection,
  notice: { readonly id: string; readonly attempt: number },
  now: Date,
  leaseUntil: Date,
): Promise<Departure | undefined> => {
  const beginning = { notice, gateway: 'any', kept: { subject: null, body: '…' } }
  return (await handOver(db, [beginning], [], now, leaseUntil)).departures.get(notice.id)
}
