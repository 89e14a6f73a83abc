import type { Log } from '../log.ts'
import { type Templates, untranslated } from '../wording/choice.ts'

/** Says which messages go out in Indonesian to readers of another language that has templates. */
export const sayUntranslated = (templates: Templates, log: Log): void => {
  for (const { language, messages } of untranslated(templates))
    log.warn('a language lacks templates: these messages go out in Indonesian', { language, messages })
}
