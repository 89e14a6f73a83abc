const MINUTE_MS = 60_000
const DAY_MIN = 1_440

/**
 * From `now` to `expiresAt` as SMS says it in one octet (3GPP TS 23.040, 9.2.3.12.1), rounded down, 5 minutes at least
 * and 63 weeks at most; -1, the modem's own, for no end.
 */
export const relativeValidity = (expiresAt: Date | undefined, now: Date): number => {
  if (expiresAt === undefined) return -1
  const minutes = Math.floor((expiresAt.getTime() - now.getTime()) / MINUTE_MS)
  if (minutes <= 720) return Math.max(0, Math.floor(minutes / 5) - 1)
  if (minutes <= DAY_MIN) return 143 + Math.floor((minutes - 720) / 30)
  if (minutes < 5 * 7 * DAY_MIN) return Math.max(167, Math.min(196, 166 + Math.floor(minutes / DAY_MIN)))
  return Math.min(255, 192 + Math.floor(minutes / (7 * DAY_MIN)))
}

/** The same in minutes, as an expression of SQL over the column `RelativeValidity` (0 to 255). */
export const VALID_MINUTES = `CASE WHEN "RelativeValidity" <= 143 THEN ("RelativeValidity" + 1) * 5
  WHEN "RelativeValidity" <= 167 THEN 720 + ("RelativeValidity" - 143) * 30
  WHEN "RelativeValidity" <= 196 THEN ("RelativeValidity" - 166) * 1440
  ELSE ("RelativeValidity" - 192) * 10080 END`
