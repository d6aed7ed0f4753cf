import { createContext, type ReactNode, type Ref, useContext } from "react";

/** What stands above every list: the faces of gateways that are not connected. */
export const BannerContext = createContext<ReactNode>(null);

interface PageProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLElement>;
}

/** The scrolling middle of the window. Its heading is for screen readers: the navigation shows where one is. */
export function Page({ title, children, ref }: PageProps) {
  return (
    <main className="page" ref={ref}>
      <h1 className="hidden-text" tabIndex={-1} data-page-heading>
        {title}
      </h1>
      {useContext(BannerContext)}
      {children}
    </main>
  );
}
