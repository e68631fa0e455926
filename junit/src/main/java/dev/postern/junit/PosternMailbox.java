package dev.postern.junit;

/**
 * A mailbox of a tenant.
 *
 * @param id the object id of its owner
 * @param address the primary address
 */
public record PosternMailbox(String id, String address) {
    @Override
    public String toString() {
        return address;
    }
}
