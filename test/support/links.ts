/** The answer link in a message. */
export const linkIn = ({ text }: { readonly text: string }): string => {
  const [link] = /https?:\/\/\S+\/a\/\S+/.exec(text) ?? []
  if (link === undefined) throw new Error(`no link in: ${text}`)
  return link
}

interface Page {
  readonly status: number
  readonly html: string
}

export const openLink = async (link: string): Promise<Page> => {
  const reply = await fetch(link)
  return { status: reply.status, html: await reply.text() }
}

/** Posts the page's form; with what the page carries, or as a machine does that never saw it. */
export const tap = async (link: string, answer: string, seen?: Page): Promise<Page> => {
  const nonce = /name="nonce" value="([^"]*)"/.exec(seen?.html ?? '')?.[1] ?? ''
  const reply = await fetch(link, { method: 'POST', body: new URLSearchParams({ answer, nonce }) })
  return { status: reply.status, html: await reply.text() }
}
