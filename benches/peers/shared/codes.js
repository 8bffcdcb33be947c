// What can be chosen, the same for all.
const labels = [
  "Resolved",
  "Follow-up needed",
  "Refund issued",
  "Refund refused",
  "Order placed",
  "Order changed",
  "Order cancelled",
  "Delivery late",
  "Delivery damaged",
  "Invoice disputed",
  "Payment received",
  "Account opened",
  "Account closed",
  "Password reset",
  "Complaint recorded",
  "Warranty claim",
  "Appointment made",
  "Wrong number",
  "Customer hung up",
  "Passed to another team",
];

export const codes = labels.map((label) => ({ id: label.toLowerCase().replaceAll(" ", "-"), label }));
export const defaultCode = codes[0].id;
