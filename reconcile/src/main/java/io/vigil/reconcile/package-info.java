/** The proof that what is in the topics is in the tables. */
package io.vigil.reconcile;
