import type { ChannelName } from '../roster/responder.ts'

/**
 * What is done with a message that left and of which nobody said whether it was taken. `repeat-once`: handed over once
 * more under the same name after `afterMs`, where the other side knows the two as one: what left by the gateway `by`, or
 * with null by any; `leave`: never again on this channel.
 */
export type UnknownRule =
  | { readonly kind: 'repeat-once'; readonly afterMs: number; readonly by: string | null }
  | { readonly kind: 'leave' }

/** Time for a bounce to come. The second mail has the same Message-ID, by which mail readers and servers know a copy. */
export const MAIL_REPEAT_AFTER_MS = 120_000

/** Long enough for a gateway that was out of breath; short beside the minutes that somebody called has to answer. */
export const SMS_REPEAT_AFTER_MS = 10_000

/**
 * Mail once more; SMS only what left by the gateway `onceByKey`, which takes one idempotency key once, whatever a second
 * request asks for. Null: there is none.
 */
export const unknownRules = (sms: {
  readonly onceByKey: string | null
}): Readonly<Record<ChannelName, UnknownRule>> => ({
  email: { kind: 'repeat-once', afterMs: MAIL_REPEAT_AFTER_MS, by: null },
  sms:
    sms.onceByKey === null
      ? { kind: 'leave' }
      : { kind: 'repeat-once', afterMs: SMS_REPEAT_AFTER_MS, by: sms.onceByKey },
})

/** How long after an outcome became unknown its rule is applied. */
export const ripeAfterMs = (rule: UnknownRule): number => (rule.kind === 'repeat-once' ? rule.afterMs : 0)

/** `repeat`: once more on the same channel; `leave`: it stays unknown, and the person's next channel is asked. */
export const nextForUnknown = (
  rule: UnknownRule,
  {
    repeats,
    expiresAt,
    gateway,
    isOutdated,
  }: {
    readonly repeats: number
    readonly expiresAt: Date | null
    readonly gateway: string | null
    /** Something else was said since to the same person: repeated, this would be the last word. */
    readonly isOutdated: boolean
  },
  now: Date,
): 'repeat' | 'leave' =>
  rule.kind === 'repeat-once' &&
  repeats === 0 &&
  !isOutdated &&
  (rule.by === null || rule.by === gateway) &&
  (expiresAt === null || expiresAt > now)
    ? 'repeat'
    : 'leave'
