import type { ReactNode, Ref } from "react";

interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly icon?: ReactNode;
  readonly look?: "plain" | "accent" | "danger" | "quiet" | "quiet-danger";
  /** Not usable now. It stays focusable, so that nobody loses their place and its description can be heard. */
  readonly off?: boolean;
  readonly className?: string;
  readonly describedBy?: string | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** Every push button of the window. Never a submit button: nothing is decided by pressing Enter in a form. */
export function Button({
  children,
  onPress,
  icon,
  look = "plain",
  off = false,
  className = "",
  describedBy,
  ref,
}: ButtonProps) {
  return (
    <button
      ref={ref}
      type="button"
      className={`button button-${look} ${className}`}
      aria-disabled={off || undefined}
      aria-describedby={describedBy}
      onClick={(event) => {
        event.stopPropagation();
        if (!off) onPress();
      }}
    >
      {icon}
      <span>{children}</span>
    </button>
  );
}
