/** Single message transformations, for any Connect pipeline. */
package io.goldstream.connect.transform;
