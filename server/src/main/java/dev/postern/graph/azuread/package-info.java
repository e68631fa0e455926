/**
 * The part of Azure AD Graph that the AzureAD module still uses: finding service principals, and granting them app
 * roles.
 */
@NullMarked
package dev.postern.graph.azuread;

import org.jspecify.annotations.NullMarked;
