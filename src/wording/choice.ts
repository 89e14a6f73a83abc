import type { Template } from './template.ts'

export type TemplateChannel = 'sms' | 'email'

/** Every template by its key, `<language>/<name>[.<kind>].<channel>`: its file's path without `.txt`. */
export type Templates = ReadonlyMap<string, Template>

/** The language that always has every template. */
export const BASE_LANGUAGE = 'id'

/** The messages that exist; `stand-down` serves a reason that has none of its own. */
export const MESSAGE_NAMES = [
  'call-out',
  'call-out-rota',
  'call-out-stand-by',
  'call-out-alarm-test',
  'safety-check',
  'raised',
  'correction',
  'stand-down',
  'stand-down-changed',
  'stand-down-filled',
  'stand-down-cancelled',
  'stand-down-ended',
  'stand-down-yielded',
  'stand-down-real-event',
  'stand-down-tested',
  'site-alert',
  'site-alert-danger',
  'site-alert-tsunami',
  'site-alert-raised',
  'site-alert-correction',
  'site-all-clear',
  'site-all-clear-left',
  'operator-approval',
  'operator-lapsed',
  'operator-exhausted',
  'operator-expired',
  'operator-nobody-in-reach',
  'operator-unknown',
  'operator-not-safe',
  'operator-exercise-ended',
  'report-received',
  'report-noted',
  'report-unclear',
  'report-limit',
  'inbox-noted',
  'inbox-noted-safety',
  'stop-noted',
  'stop-info-noted',
  'attendance-noted',
  'attendance-refused',
  'attendance-refused-time',
  'attendance-refused-which',
  'attendance-refused-absent',
  'drill-invite',
  'drill-reminder',
  'drill-stopped',
  'drill-moved',
  'drill-cancelled',
  'drill-waiting',
  'drill-place',
  'campaign-contact-test',
  'campaign-education',
] as const
export type MessageName = (typeof MESSAGE_NAMES)[number]

const isMessageName = (name: string): name is MessageName => (MESSAGE_NAMES as readonly string[]).includes(name)

const HAVE_REASONS: readonly string[] = [
  'stand-down',
  'call-out',
  'site-alert',
  'site-all-clear',
  'inbox-noted',
  'attendance-refused',
]

/**
 * The message for a notice's purpose: the three reminders of a drill share one; a stand-down has one by its reason
 * (`filled`, `changed`, `cancelled`, `ended`, `yielded`, `real-event`, `tested`), and one for any other; an alert to a site has some
 * by what threatens it or is new, and its end one where the site alone is out of it; who is thanked for a text while we ask
 * whether they are safe (`safety`) hears how to say that; why a presence at a drill was not taken (`time`, `which`, `absent`). Throws RangeError for a purpose that
 * no message serves.
 */
export const messageNameFor = (purpose: string, reason?: string): MessageName => {
  const name = purpose.replace(/^(drill-reminder)-\d+$/, '$1')
  const withReason = `${name}-${reason}`
  if (HAVE_REASONS.includes(name) && isMessageName(withReason)) return withReason
  if (isMessageName(name)) return name
  throw new RangeError(`purpose: expected one that has a message, got ${purpose}`)
}

/** A language and its messages that go out in Indonesian, because its folder has them neither for a kind nor for anybody. */
export interface Untranslated {
  readonly language: string
  /** Such as `call-out.sms`, in the order of MESSAGE_NAMES. */
  readonly messages: readonly string[]
}

/** What each language that has templates lacks; languages that lack nothing are left out. */
export const untranslated = (templates: Templates): readonly Untranslated[] => {
  const languages = new Set([...templates.keys()].map((key) => key.slice(0, key.indexOf('/'))))
  return [...languages]
    .filter((language) => language !== BASE_LANGUAGE)
    .map((language) => ({
      language,
      messages: MESSAGE_NAMES.flatMap((name) => [`${name}.sms`, `${name}.email`]).filter(
        (message) => !templates.has(`${language}/${message}`),
      ),
    }))
    .filter(({ messages }) => messages.length > 0)
}

export interface WantedTemplate {
  readonly language: string
  readonly name: MessageName
  /** The reader's kind, such as tagana; null for an operator. */
  readonly kind: string | null
  readonly channel: TemplateChannel
}

/**
 * The template nearest to what is wanted: in the reader's language for their kind, then for anybody; then the same in
 * Indonesian. Throws RangeError where even that is missing.
 */
export const templateFor = (templates: Templates, { language, name, kind, channel }: WantedTemplate): Template => {
  for (const spoken of [language, BASE_LANGUAGE]) {
    for (const key of [`${spoken}/${name}.${kind}.${channel}`, `${spoken}/${name}.${channel}`]) {
      const template = templates.get(key)
      if (template !== undefined) return template
    }
  }
  throw new RangeError(`no template ${BASE_LANGUAGE}/${name}.${channel}`)
}
