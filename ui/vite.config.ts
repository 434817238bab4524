import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The gallery is a page of its own for looking at every state; it is never part of the product's bundle.
export default defineConfig(({ mode }) => ({
  plugins: [react()],
  server: { port: 5173, strictPort: true, host: "127.0.0.1", fs: { allow: [".."] } },
  preview: { port: 5174, strictPort: true, host: "127.0.0.1" },
  build: {
    target: ["es2022", "safari16"],
    chunkSizeWarningLimit: 1200,
    ...(mode === "gallery" ? { outDir: "dist-gallery", rollupOptions: { input: "gallery.html" } } : {}),
  },
  test: {
    environment: "jsdom",
    globals: true,
    setupFiles: ["src/test-setup.ts"],
    testTimeout: 60_000,
    maxWorkers: "100%",
    env: { TZ: "UTC" },
  },
}));
