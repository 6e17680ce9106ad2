/**
 * What values mean: logical types, their text, and the times in them. The one place for each. Begin with {@code ValueText} and
 * {@code Moment}.
 */
package io.goldstream.connect.value;
