/** What is left of Azure AD Graph, for the AzureAD module: finding service principals, and granting them app roles. */
@NullMarked
package dev.postern.graph.azuread;

import org.jspecify.annotations.NullMarked;
