// What draws a QR code in a browser, without reading one.
export { encodeQR } from "qr";
