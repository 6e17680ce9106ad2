/** Whether all that went in has come out: by raw coordinates, up to a mark that is fixed when the question is asked. */
package io.goldstream.cli.reconcile;
