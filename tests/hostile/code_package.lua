-- The loader.
-- flags:
-- ends: 3 E103
package.loadlib("libc.so.6", "system")
