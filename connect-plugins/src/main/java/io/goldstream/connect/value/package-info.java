/** What values mean: logical types, their text, and the times in them. The one place for each. */
package io.goldstream.connect.value;
