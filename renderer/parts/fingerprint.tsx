/** Fingerprint of a key in groups, so that two people can read it to each other. */
export function Fingerprint({ groups }: { readonly groups: string }) {
  return (
    <div className="fingerprint">
      <span className="fingerprint-label">Key fingerprint</span>
      <code>
        {groups.split(" ").map((group, index) => (
          // Groups may repeat, and they never change place.
          <span key={index}>{group} </span>
        ))}
      </code>
    </div>
  );
}
