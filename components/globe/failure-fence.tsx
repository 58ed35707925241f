'use client';
import { Component, type ReactNode } from 'react';

type Props = { readonly children: ReactNode; readonly onFailed: (why: string) => void };

/** Where the WebGL globe cannot start or breaks while it renders, its fence says so and shows nothing. */
export class FailureFence extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(cause: unknown): void {
    this.props.onFailed(cause instanceof Error ? cause.message : String(cause));
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children;
  }
}
