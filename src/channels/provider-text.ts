import { maskContacts } from '../masking.ts'

// Whatever the country, and however grouped: in a provider's reply seven digits may be somebody's number.
const NUMBER = /\+?\d(?:[\s().-]{0,2}\d){6,}/g
const LONGEST = 200

/**
 * What a provider says, made fit for a reason or a log line: phone numbers keep their last 3 digits, e-mail addresses
 * their domain; control characters become spaces; at most 200 characters are kept.
 */
export const providerText = (text: string): string => {
  // Cut first, with room for masking: a provider's page of text must not cost time.
  const oneLine = text.slice(0, 4 * LONGEST).replaceAll(/\p{Cc}+/gu, ' ')
  const masked = maskContacts(oneLine).replaceAll(NUMBER, (digits) => `***${digits.slice(-3)}`)
  return masked.slice(0, LONGEST).trim()
}

/** The text with every secret masked, plain or as JSON and URLs write it: some gateways repeat what they are given. */
export const withoutSecrets = (text: string, secrets: readonly string[]): string => {
  let kept = text
  for (const secret of secrets)
    for (const written of new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]))
      if (written !== '') kept = kept.replaceAll(written, '***')
  return kept
}
