import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  build: { target: "es2022" },
  // The package finds its wasm beside itself; the development server must not move it.
  optimizeDeps: { exclude: ["interaction-wrap-up"] },
  plugins: [react()],
});
