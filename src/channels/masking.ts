const MAIL = /[^\s<>"'(),;:@]+@([^\s<>"'(),;:@]+)/g
// Seven digits or more, however they are grouped: the shortest thing that could be somebody's number.
const NUMBER = /\+?\d(?:[\s().-]{0,2}\d){6,}/g
const LONGEST = 200

/**
 * Text from outside, made fit for a reason or a log line: phone numbers keep their last 3 digits, e-mail addresses
 * their domain; control characters become spaces; at most 200 characters are kept.
 */
export const withoutContacts = (text: string): string =>
  text
    // Cut first, with room for masking: a provider's page of text must not cost time.
    .slice(0, 4 * LONGEST)
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replaceAll(MAIL, '…@$1')
    .replaceAll(NUMBER, (digits) => `…${digits.slice(-3)}`)
    .slice(0, LONGEST)
    .trim()
