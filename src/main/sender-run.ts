import { LEASE_MS, type Load, sendNotices, type Way } from '../../jobs/send-notices.ts'
import type { Hearing } from '../channels/hearing.ts'
import { reasonOf } from '../errors.ts'
import { type ClaimedNotice, claimNotices } from '../store/claims.ts'
import { openDesk } from '../store/desk.ts'
import { noteResting, registerGateways } from '../store/gateways.ts'
import { handOver } from '../store/hand-overs.ts'
import { keepLease, refuseClaimed, releaseNotices } from '../store/notices.ts'
import { calendarInvitation } from './drill-invitation.ts'
import type { Installation } from './installation.ts'
import { mailKey } from './mail-intake.ts'
import { flaggingRefusals } from './outcome-runs.ts'
import { type Gateway, linkKeys, openPostOffice, type PostOffice, type Worded, wordNotice } from './post-office.ts'
import { sayUntranslated } from './untranslated.ts'

/**
 * How many are in hand for an only gateway without a limit, at least: enough to keep every connection busy, few enough that a
 * more urgent message, which waits for those in hand, waits seconds and not minutes at a slow gateway.
 */
const IN_HAND = 25

/** Opens the post office of an installation; a gateway that rests, and one that works again, is told to the log and the rows. */
export const postOfficeOf = (
  { configuration, clock, database, log, seal }: Installation,
  hearing: Hearing,
  onMessage: Parameters<typeof openPostOffice>[3],
): PostOffice => {
  sayUntranslated(configuration.templates, log)
  return openPostOffice(
    configuration,
    { clock, log, hearing, mailKey: mailKey(seal) },
    (gateway, rest, lane) => {
      if (rest === null) log.info('a gateway works again', { gateway, lane })
      else log.warn('a gateway takes no messages and rests', { gateway, lane, ...rest })
      // The row tells how it stands for real messages.
      if (lane === 'exercise') return
      noteResting(database, gateway, rest?.until ?? null, rest?.reason ?? null).catch((thrown: unknown) =>
        log.warn('the state of a gateway could not be written', { gateway, reason: reasonOf(thrown) }),
      )
    },
    onMessage,
  )
}

/** How many messages may be in hand for a gateway in a lane, by its health alone. */
const roomAt = ({ seats, breaker, terms }: Gateway, lane: Load['lane'], alone: boolean): number => {
  switch (breaker.health(lane)) {
    case 'rests':
      return 0
    case 'tried':
      return 1
    case 'doubted':
    case 'works': {
      // Half of them is when more are claimed: what waits then, beside those under way, lasts until they are here.
      const places = seats.of[lane]
      return terms.perSecond === null && alone ? Math.max(4 * places, IN_HAND) : 2 * places
    }
  }
}

/** The gateways for a load. One of a higher order has no room while one of a lower order works and is not in doubt. */
export const waysFor = (gateways: readonly Gateway[], { lane, channel }: Load): readonly Way[] => {
  const serving = gateways.filter(({ terms, channel: { name } }) => name === channel && terms.lanes.includes(lane))
  return serving.map((gateway) => ({
    gateway: gateway.terms.name,
    room: () => {
      const isSpare = serving.some(
        ({ terms, breaker }) => terms.order < gateway.terms.order && breaker.health(lane) === 'works',
      )
      return isSpare ? 0 : roomAt(gateway, lane, serving.length === 1)
    },
    restMs: () => gateway.breaker.restMs(lane),
    take: () => gateway.seats.take(lane),
  }))
}

/** Is there a channel of which nothing of a lane can leave for now? */
export const isResting = ({ gateways }: PostOffice): boolean =>
  gateways.some(({ channel: { name } }) =>
    (['live', 'exercise'] as const).some(
      (lane) => !gateways.some(({ channel, breaker }) => channel.name === name && breaker.health(lane) !== 'rests'),
    ),
  )

/**
 * Sends notices of a lane through the post office. While the base of links is unknown it throws Unavailable and touches no
 * notice: they stay planned. Once `publicUrl` gave one it must go on giving one.
 */
export const senderRun = (
  installation: Installation,
  post: PostOffice,
  publicUrl: () => string,
  stopping: () => boolean,
) => {
  const { database, seal, clock, configuration, log } = installation
  const keys = linkKeys(seal)
  const flag = flaggingRefusals(installation)
  const byName = new Map(post.gateways.map((gateway) => [gateway.terms.name, gateway]))
  const named = (name: string): Gateway => {
    const gateway = byName.get(name)
    if (gateway === undefined) throw new RangeError(`send: no gateway is called ${name}`)
    return gateway
  }
  const desk = openDesk((beginnings, endings) => {
    const now = clock.now()
    return handOver(database, beginnings, endings, now, new Date(now.getTime() + LEASE_MS))
  })
  let registered: Promise<unknown> | undefined
  const register = async (): Promise<void> => {
    registered ??= registerGateways(
      database,
      post.gateways.map(({ terms: { name }, channel }) => ({ name, channel: channel.name })),
    )
    await registered.catch((thrown: unknown) => {
      registered = undefined
      throw thrown
    })
  }
  const send = sendNotices<ClaimedNotice, Worded>(
    {
      ways: (load) => waysFor(post.gateways, load),
      claim: (load, gateway, limit, now, leaseUntil) => {
        const { perSecond, burst } = named(gateway).terms
        return claimNotices(database, seal, { ...load, gateway, perSecond, burst }, limit, now, leaseUntil)
      },
      render: (notice) => wordNotice(notice, configuration.templates, publicUrl(), keys),
      begin: desk.begin,
      prepare: async (notice, worded, gateway) =>
        post.prepare(named(gateway), notice, worded, await calendarInvitation(installation, notice)),
      record: desk.record,
      refuse: (notice, reason, now) => refuseClaimed(database, notice, reason, now),
      release: (notices) => releaseNotices(database, notices),
      keepLease: (notices, until) => keepLease(database, notices, until),
      heartbeat: (everyMs, beat) => {
        const timer = setInterval(() => {
          beat().catch((thrown: unknown) => log.warn('a lease could not be kept', { reason: reasonOf(thrown) }))
        }, everyMs)
        return () => clearInterval(timer)
      },
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      stopping,
      sent: (notice, outcome, recorded, gateway) => {
        if (recorded) flag(notice.id, outcome)
        if (outcome.kind !== 'accepted' || !recorded)
          log.info('a notice was not accepted', {
            notice: notice.id,
            channel: notice.channel,
            gateway,
            outcome: outcome.kind,
            recorded,
            ...('reason' in outcome ? { reason: outcome.reason } : {}),
          })
      },
    },
    clock,
  )
  return async (load: Load): Promise<void> => {
    // Asked before anything is claimed: a notice whose text cannot be made would be refused for good.
    publicUrl()
    await register()
    return send(load)
  }
}
