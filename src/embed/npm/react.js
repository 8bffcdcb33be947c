// Types only: React 19 knows custom elements by itself.
export {};
