/** A sentence from the snapshot. What stands between backticks is a command, and looks like one. */
export function Words({ text }: { readonly text: string }) {
  return text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
