import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { announce } from '../../../shared/ui/announce.js';
import { toast } from '../../../shared/ui/toast.js';
import { factorText } from './text.js';

const SAID_MS = 2500;

interface CopyButtonProps {
  text: string;
  size?: 'xs';
  children: string;
}

/** Copies a text, and says for a moment that it did. */
export function CopyButton({ text, size, children }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(factorText.copied);
    } catch {
      toast({ message: factorText.copyRefused, tone: 'danger' });
    }
  };
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <Button variant="default" {...(size && { size })} leftSection={<Icon size={16} stroke={1.6} aria-hidden />} onClick={() => void copy()}>
      {copied ? factorText.copied : children}
    </Button>
  );
}
