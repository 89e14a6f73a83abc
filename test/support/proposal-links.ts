interface Page {
  readonly status: number
  readonly html: string
}

/** The link in a message that asks an operator to decide. */
export const proposalLinkIn = ({ text }: { readonly text: string }): string => {
  const [link] = /https?:\/\/\S+\/p\/\S+/.exec(text) ?? []
  if (link === undefined) throw new Error(`no link in: ${text}`)
  return link
}

const read = async (reply: Response): Promise<Page> => ({ status: reply.status, html: await reply.text() })

export const openProposal = async (link: string): Promise<Page> => read(await fetch(link))

/** Posts the page's form with what this page carries, or the page as it is now: all that a mail scanner could post. */
export const postProposal = async (
  link: string,
  fields: Readonly<Record<string, string>>,
  page?: { readonly html: string },
): Promise<Page> => {
  const { html } = page ?? (await openProposal(link))
  const hidden = (name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
  const carried = { nonce: hidden('nonce'), shown: hidden('shown') }
  return read(await fetch(link, { method: 'POST', body: new URLSearchParams({ ...carried, ...fields }) }))
}
